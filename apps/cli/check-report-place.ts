import { open, stat } from "node:fs/promises";
import { InputError } from "../../libs/input/input-error.ts";

/** How reports begin, format by format; a page says by which program it was made. */
const BEGINNINGS = [
  /^(Lot |Only runs |No lot has been run yet\.)/,
  /^\{"serials":\[/,
  /^lot,serial,verdict,/,
  /^<\?xml [^>]*>\n<testsuites>/,
  /^<!DOCTYPE html>[\s\S]*<meta name="generator" content="flashline"\/>/,
];

/** Within so many bytes each of them is known. */
const HEAD_BYTES = 2048;

/**
 * Whether a report may be written there. An older report may be replaced, as it can be made again at any
 * time, an empty file, too; what else is there may not. Rejects with `InputError`.
 */
export const checkReportPlace = async (file: string): Promise<void> => {
  const there = await stat(file).catch(() => undefined);
  // What is no file, such as a pipe, is written into; a folder is refused when that is tried.
  if (there === undefined || !there.isFile() || there.size === 0) return;
  const head = await readHead(file).catch(() => "");
  if (BEGINNINGS.some((beginning) => beginning.test(head))) return;
  const remedy = "Name another file, or add --force.";
  throw new InputError({ source: file }, "is there already, and is no report.", remedy);
};

const readHead = async (file: string): Promise<string> => {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return new TextDecoder().decode(buffer.subarray(0, bytesRead));
};
