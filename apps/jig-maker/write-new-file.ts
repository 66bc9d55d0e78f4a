import { access, writeFile } from "node:fs/promises";
import { InputError } from "../../libs/input/input-error.ts";

/** Whether a file that is there already is replaced; `refuse`: not, but the command has --force for it. */
export type Overwriting = "never" | "refuse" | "replace";

const isThere = (file: string, overwriting: Overwriting): InputError => {
  const remedy =
    overwriting === "never" ? "Name another file." : "Name another file, or add --force.";
  return new InputError({ source: file }, "is there already.", remedy);
};

/** Throws `InputError` if `file` is there already: before work whose result would have no place. */
export const checkNewFile = async (file: string, overwriting: Overwriting): Promise<void> => {
  if (overwriting === "replace") return;
  const found = await access(file).then(
    () => true,
    () => false,
  );
  if (found) throw isThere(file, overwriting);
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
    if (code === "EEXIST") throw isThere(file, overwriting);
    const remedy = "Name a file in a folder that exists and is yours.";
    throw new InputError({ source: file }, `cannot be written (${code}).`, remedy);
  }
};
