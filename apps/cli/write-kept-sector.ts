import { writeFile } from "node:fs/promises";
import { hexAddress } from "../../libs/bytes/hex.ts";
import { macForPeople } from "../../libs/bytes/mac.ts";
import { printable } from "../../libs/failure/printable.ts";
import { InputError } from "../../libs/input/input-error.ts";
import type { KeptSector } from "../../libs/journal/kept-sector.ts";

/** Which sector, and where to. */
export interface KeptOrder {
  /** Of its first byte. */
  readonly address: number;
  /** The run that saved it; undefined: the only one that did. */
  readonly run: string | undefined;
  /** A new file. */
  readonly file: string;
}

/**
 * Writes what a run saved of a board before it erased it to a file of this user's alone: keys may be in
 * it. Returns what to tell of it. Rejects with `InputError` where none or several were saved, or the
 * file is there already or cannot be written.
 */
export const writeKeptSector = async (
  sectors: readonly KeptSector[],
  { address, run, file }: KeptOrder,
): Promise<string> => {
  const there = sectors.filter((sector) => sector.address === address);
  const [sector, second] = there.filter((it) => run === undefined || it.run === run);
  if (sector === undefined) {
    const known = sectors.map((it) => `--kept ${hexAddress(it.address)} --run ${it.run}`);
    const remedy = known.length === 0 ? "No run saved any." : `There are: ${known.join("; ")}.`;
    const problem = `no sector was saved at ${hexAddress(address)}${run === undefined ? "" : ` by run ${run}`}.`;
    throw new InputError({ source: "--kept" }, problem, printable(remedy, 1000));
  }
  if (second !== undefined) {
    const runs = there.map((it) => `${it.run} (${it.at}, ${boardOf(it)})`).join(", ");
    throw new InputError(
      { source: "--kept" },
      `${there.length} runs saved ${hexAddress(address)}; what the board came with is in the first.`,
      printable(`Give --run, one of: ${runs}.`, 1000),
    );
  }
  try {
    await writeFile(file, sector.before, { flag: "wx", mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw code === "EEXIST"
      ? new InputError({ source: file }, "is there already.", "Name another file.")
      : new InputError(
          { source: file },
          `cannot be written (${code}).`,
          "Name a file in a folder that exists and is yours.",
        );
  }
  const { before, at, run: by } = sector;
  return printable(
    `wrote ${file}: ${before.length} bytes of ${hexAddress(address)}, as they were before run ${by} (${at}, ${boardOf(sector)})`,
    1000,
  );
};

/** The MAC it was found with comes first. */
const boardOf = ({ board: { macs } }: KeptSector): string =>
  macs.length === 0 ? "a board without a MAC" : `board ${macs.map(macForPeople).join(" or ")}`;
