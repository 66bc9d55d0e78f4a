import { access, constants, readFile, stat } from "node:fs/promises";
import { InputError } from "./input-error.ts";

const PROBLEMS: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  ENOENT: ["does not exist.", "Check the name, and the folder the command was started in."],
  ENOTDIR: ["does not exist.", "Check the name: a part of the path is a file, not a folder."],
  EACCES: ["may not be read by this user.", "Change its permissions (chmod +r), or the user."],
};

const unreadable = (path: string, cause: unknown): InputError => {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  const [problem, remedy] = PROBLEMS[code] ?? [
    `cannot be read (${code}).`,
    "Check the path and the disk.",
  ];
  return new InputError({ source: path }, problem, remedy);
};

/**
 * The size of a regular file of at most `maxBytes` that may be read. Rejects with `InputError` when it
 * is missing, unreadable, larger, or no regular file (a pipe could block for ever).
 */
export const checkBounded = async (path: string, maxBytes: number): Promise<number> => {
  const refuse = (problem: string, remedy: string): never => {
    throw new InputError({ source: path }, problem, remedy);
  };
  const about = await readably(path, stat(path));
  if (about.isDirectory()) refuse("is a folder.", "Name the file in it.");
  if (!about.isFile()) refuse("is not a regular file.", "Copy its content to a file first.");
  if (about.size > maxBytes) {
    refuse(`has ${about.size} bytes, more than ${maxBytes}.`, "Is it the right file?");
  }
  await readably(path, access(path, constants.R_OK));
  return about.size;
};

/** The bytes of such a file; see `checkBounded`. Rejects with `InputError`. */
export const readBounded = async (path: string, maxBytes: number): Promise<Uint8Array> => {
  await checkBounded(path, maxBytes);
  return readably(path, readFile(path));
};

const readably = <T>(path: string, reading: Promise<T>): Promise<T> =>
  reading.catch((cause: unknown) => Promise.reject(unreadable(path, cause)));
