import { open, readdir, realpath } from "node:fs/promises";

/** sysfs gives a page at most; what a descriptor says is 126 characters at most. */
const MAX_BYTES = 4096;
const MAX_CHARACTERS = 200;

/**
 * The text of an attribute file of sysfs, or undefined where it is missing, empty or unreadable:
 * devices come and go while they are read, and what they say of themselves may be anything. It is
 * still theirs, so it goes to a terminal only escaped.
 */
export const readAttribute = async (file: string): Promise<string | undefined> => {
  const text = await orUndefined(readStart(file));
  const trimmed = text?.replaceAll("\0", "").trim().slice(0, MAX_CHARACTERS);
  return trimmed === "" ? undefined : trimmed;
};

/** A whole number of an attribute file, or undefined where there is none within `min` and `max`. */
export const readNumber = async (
  file: string,
  { min, max, base }: { readonly min: number; readonly max: number; readonly base: 10 | 16 },
): Promise<number | undefined> => {
  const text = (await readAttribute(file)) ?? "";
  if (!(base === 10 ? /^\d{1,9}$/ : /^[0-9a-f]{1,7}$/i).test(text)) return undefined;
  const value = Number.parseInt(text, base);
  return value >= min && value <= max ? value : undefined;
};

/** The names in a folder, sorted; none where it is missing. */
export const namesIn = async (folder: string): Promise<readonly string[]> =>
  ((await orUndefined(readdir(folder))) ?? []).sort();

/** Where a link leads, or undefined where it leads nowhere. */
export const targetOf = (link: string): Promise<string | undefined> => orUndefined(realpath(link));

const readStart = async (file: string): Promise<string> => {
  await using handle = await open(file, "r");
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
  return buffer.toString("utf8", 0, bytesRead);
};

const orUndefined = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch(() => undefined);
