import { writeFile } from "node:fs/promises";
import { InputError } from "../../libs/input/input-error.ts";

/** Writes a command's result to stdout, or to `file`. Throws `InputError` if that cannot be written. */
export const writeOutput = async (text: string, file: string | undefined): Promise<void> => {
  if (file === undefined) {
    await writeToStdout(text);
    return;
  }
  try {
    await writeFile(file, text);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new InputError(
      { source: file },
      `cannot be written (${reason}).`,
      "Name a file in a folder that exists and is yours.",
    );
  }
};

/** A reader that has seen enough, such as `head`, closes the pipe: that is no error. */
const writeToStdout = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void =>
      error.code === "EPIPE" ? resolve() : reject(error);
    process.stdout.once("error", onError);
    process.stdout.write(text, (error) => {
      if (error) return;
      process.stdout.off("error", onError);
      resolve();
    });
  });
