import { open } from "node:fs/promises";
import { orUndefined } from "./or-undefined.ts";

const MAX_BYTES = 262_144;

/**
 * The text of a file of the system, at most 256 KiB of it, or undefined where it is missing or
 * unreadable. Only for regular files and those of /proc and /sys: a device would be opened.
 */
export const readText = (file: string): Promise<string | undefined> => orUndefined(readStart(file));

/** `/proc` tells no sizes, so it is read until its end. */
const readStart = async (file: string): Promise<string> => {
  await using handle = await open(file, "r");
  const buffer = Buffer.alloc(MAX_BYTES);
  let length = 0;
  while (length < MAX_BYTES) {
    const { bytesRead } = await handle.read(buffer, length, MAX_BYTES - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.toString("utf8", 0, length);
};
