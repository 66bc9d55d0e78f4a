import { access, writeFile } from "node:fs/promises";
import { InputError } from "../../libs/input/input-error.ts";

/** Whether a file that is there already may be replaced. */
export type Overwriting = "refuse" | "replace";

const isThere = (file: string): InputError =>
  new InputError({ source: file }, "is there already.", "Name another file, or add --force.");

/** Throws `InputError` if `file` is there already: before work whose result would have no place. */
export const checkNewFile = async (file: string, overwriting: Overwriting): Promise<void> => {
  if (overwriting === "replace") return;
  const found = await access(file).then(
    () => true,
    () => false,
  );
  if (found) throw isThere(file);
};

/** Writes a text file of the user's own. Throws `InputError` if it is there already, or cannot be written. */
export const writeNewFile = async (
  file: string,
  text: string,
  overwriting: Overwriting,
): Promise<void> => {
  try {
    await writeFile(file, text, { flag: overwriting === "replace" ? "w" : "wx" });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "EEXIST") throw isThere(file);
    const remedy = "Name a file in a folder that exists and is yours.";
    throw new InputError({ source: file }, `cannot be written (${code}).`, remedy);
  }
};
