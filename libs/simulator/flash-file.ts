import { readFile, rename, writeFile } from "node:fs/promises";
import { InputError } from "../input/input-error.ts";
import { checkBounded, readBounded } from "../input/read-bounded.ts";

/** Largest flash a simulated board has. */
const MOST_BYTES = 0x400000;

/** Whether a file that a person named can be a flash's contents, without reading it. Rejects with `InputError`. */
export const checkFlashFile = async (path: string): Promise<void> => {
  if ((await checkBounded(path, MOST_BYTES)) > 0) return;
  throw new InputError({ source: path }, "is empty.", "Give a flash dump of up to 4 MiB.");
};

/** Contents of a flash from such a file. Rejects with `InputError`. */
export const readFlashFile = async (path: string): Promise<Uint8Array> => {
  await checkFlashFile(path);
  return readBounded(path, MOST_BYTES);
};

/** Contents kept from an earlier time, or undefined if there are none. */
export const readKeptFlash = async (path: string): Promise<Uint8Array | undefined> => {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
};

/** Keeps contents so that the file is always whole: the old ones, or the new ones, never a part. */
export const keepFlash = async (path: string, contents: Uint8Array): Promise<void> => {
  const next = `${path}.next`;
  await writeFile(next, contents);
  await rename(next, path);
};
