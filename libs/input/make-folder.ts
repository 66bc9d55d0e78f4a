import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { InputError, type InputPlace } from "./input-error.ts";

/**
 * Makes a folder that a person named, and those above it; one that is there must be writable. Folder by
 * folder: Node's own `recursive` never comes back where the system makes none, as in /proc.
 * What it makes is for this user alone where `access` says so.
 * @throws InputError at `where`
 */
export const makeFolder = (
  path: string,
  where: InputPlace,
  access: "private" | "usual" = "usual",
): void => {
  try {
    make(path, access === "private" ? 0o700 : 0o777);
    accessSync(path, constants.W_OK);
  } catch (error) {
    const reason = codeOf(error) ?? String(error);
    throw new InputError(
      where,
      `${path} cannot be written (${reason}).`,
      "Name a folder that is yours.",
    );
  }
};

const make = (path: string, mode: number): void => {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  if (found === undefined && dirname(path) !== path) make(dirname(path), 0o777);
  try {
    mkdirSync(path, mode);
  } catch (error) {
    // Another process may have been quicker.
    const isThere = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    if (codeOf(error) !== "EEXIST" || !isThere) throw error;
  }
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error ? String(error.code) : undefined;
