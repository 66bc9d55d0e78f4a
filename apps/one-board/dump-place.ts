import { access, constants, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { isOwnMac } from "../../libs/bytes/mac.ts";
import { claimName } from "../../libs/claims/claim-name.ts";
import { NameTakenError } from "../../libs/claims/name-taken-error.ts";
import { foreignPart } from "../../libs/dump/dump-file.ts";
import { isThere } from "../../libs/dump/publish-file.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import { InputError } from "../../libs/input/input-error.ts";
import type { ReadOrder } from "./read-order.ts";

const WHERE = { source: "read", field: "-o" };

/**
 * Refuses a dump's file before anything is touched: one that is there already, a part that somebody
 * else began, or a folder that takes none.
 * @throws InputError
 */
export const checkPlace = async (file: string, { existing }: ReadOrder): Promise<void> => {
  if (await isFolder(file))
    throw new InputError(WHERE, `${file} is a folder.`, "Name a file in it.");
  if (existing === "refuse" && (await isThere(file))) {
    const remedy = "Name another file with -o, or give --force to replace it.";
    throw new InputError(WHERE, `${file} is there already.`, remedy);
  }
  const part = await foreignPart(file);
  if (part !== undefined && existing === "refuse") {
    const remedy = "Name another file with -o, or give --force to replace it.";
    throw new InputError(WHERE, `${part} is there and no earlier read of this program.`, remedy);
  }
  await access(dirname(file), constants.W_OK).catch((cause: unknown) => {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    const remedy = "Name a file in a folder that exists and is yours.";
    throw new InputError(WHERE, `${file} cannot be written (${code}).`, remedy);
  });
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (about) => about.isDirectory(),
    () => false,
  );

/** The file of a dump that was given no name: which board, and which part of its flash if not all. */
export const defaultName = (
  { fixture, start, length }: ReadOrder,
  mac: string | null,
  now: Date,
): string => {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, "");
  const board = mac !== null && isOwnMac(mac) ? mac : `${time}Z`;
  const isWhole = start === 0 && length === undefined;
  const hex = (value: number): string => `0x${value.toString(16)}`;
  const rest = length === undefined ? "end" : hex(length);
  return resolve(`${fixture}-${board}${isWhole ? "" : `-${hex(start)}-${rest}`}.bin`);
};

/**
 * Makes this process the only one that reads into a file, until it disposes of the claim: two would
 * mix two boards.
 * @throws StationError
 */
export const claimPlace = async (fixture: string, file: string): Promise<AsyncDisposable> => {
  const path = join(await realpath(dirname(file)), basename(file));
  try {
    return await claimName(`dump ${path}`, fixture);
  } catch (error) {
    if (!(error instanceof NameTakenError)) throw error;
    const problem = `Another process reads into ${path} already.`;
    throw new StationError(`${problem} Let that end, or name another file with -o.`, {
      cause: error,
    });
  }
};
