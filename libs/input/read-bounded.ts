import type { Stats } from "node:fs";
import { access, constants, type FileHandle, open, stat } from "node:fs/promises";
import { InputError } from "./input-error.ts";

const PROBLEMS: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  ENOENT: ["does not exist.", "Check the name, and the folder the command was started in."],
  ENOTDIR: ["does not exist.", "Check the name: a part of the path is a file, not a folder."],
  EACCES: ["may not be read by this user.", "Change its permissions (chmod +r), or the user."],
  ELOOP: ["is a link that leads round in a circle.", "Name the file itself."],
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
  const about = await readably(path, stat(path));
  refuseUnbounded(path, about, maxBytes);
  await readably(path, access(path, constants.R_OK));
  return about.size;
};

const refuseUnbounded = (path: string, about: Stats, maxBytes: number): void => {
  const refuse = (problem: string, remedy: string): never => {
    throw new InputError({ source: path }, problem, remedy);
  };
  if (about.isDirectory()) refuse("is a folder.", "Name the file in it.");
  if (!about.isFile()) refuse("is not a regular file.", "Copy its content to a file first.");
  if (about.size > maxBytes) {
    refuse(`has ${about.size} bytes, more than ${maxBytes}.`, "Is it the right file?");
  }
};

/**
 * The bytes of such a file; see `checkBounded`. What it was a moment ago is not believed: it may have
 * been replaced or have grown since, and those of /proc tell no size. Rejects with `InputError`.
 */
export const readBounded = async (path: string, maxBytes: number): Promise<Uint8Array> => {
  // First by name: opening a port could move its lines.
  await checkBounded(path, maxBytes);
  const file = await readably(path, open(path, constants.O_RDONLY | constants.O_NONBLOCK));
  try {
    const about = await readably(path, file.stat());
    refuseUnbounded(path, about, maxBytes);
    const bytes = await readably(path, readUpTo(file, about.size, maxBytes + 1));
    if (bytes.length <= maxBytes) return bytes;
    throw new InputError(
      { source: path },
      `has more than ${maxBytes} bytes.`,
      "Is it the right file?",
    );
  } finally {
    await file.close();
  }
};

/** The file's bytes up to its end or to `most`, whichever comes first; `expected` are likely. */
const readUpTo = async (file: FileHandle, expected: number, most: number): Promise<Uint8Array> => {
  let bytes = Buffer.allocUnsafe(Math.min(Math.max(expected + 1, LEAST_BYTES), most));
  let end = 0;
  while (end < most) {
    if (end === bytes.length) {
      bytes = Buffer.concat([bytes], Math.min(2 * bytes.length, most));
    }
    const { bytesRead } = await file.read(bytes, end, bytes.length - end, null);
    if (bytesRead === 0) break;
    end += bytesRead;
  }
  return bytes.subarray(0, end);
};

/** Of a file that tells no size, or too small a one. */
const LEAST_BYTES = 4096;

const readably = <T>(path: string, reading: Promise<T>): Promise<T> =>
  reading.catch((cause: unknown) => Promise.reject(unreadable(path, cause)));
