import { readFile, rename, writeFile } from "node:fs/promises";
import { InputError } from "../input/input-error.ts";
import { readBounded } from "../input/read-bounded.ts";

/** Largest flash a simulated board has. */
const MOST_BYTES = 0x400000;

/** Contents of a flash from a file a person named. Rejects with `InputError`. */
export const readFlashFile = async (path: string): Promise<Uint8Array> => {
  const bytes = await readBounded(path, MOST_BYTES);
  if (bytes.length > 0) return bytes;
  throw new InputError({ source: path }, "is empty.", "Give a flash dump of up to 4 MiB.");
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
