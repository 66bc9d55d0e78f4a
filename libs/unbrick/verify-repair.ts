import { SECTOR_BYTES } from "../bytes/ranges.ts";
import { StepError } from "../failure/step-error.ts";
import { findDifferences } from "./find-differences.ts";
import { failureOf, readingFailure } from "./flashrom-failure.ts";
import { piecesOf, type Reading, readStable } from "./read-stable.ts";

/**
 * Reads the whole flash once more, apart from what flashrom itself looked at, and compares all of it: the bootloader's
 * area, up to `appStart`, with the image, everything else with what was there before. Gives what was read.
 * @throws StepError `spi-verify-mismatch`, a change elsewhere first; `spi-read-unstable`, `spi-failed`, or what
 *   entering SPI mode throws.
 */
export const verifyRepair = async (
  reading: Reading & { readonly backup: string },
  expected: Uint8Array,
  appStart: number,
): Promise<Uint8Array> => {
  const { nest, part, progress, backup } = reading;
  const found = new Uint8Array(part.bytes);
  try {
    for (const piece of piecesOf(part.bytes, nest.bitsPerSecond)) {
      const { start, end } = piece;
      found.set(await readStable(reading, piece, expected.subarray(start, end)), start);
      progress.bytes(end, part.bytes);
    }
  } catch (error) {
    const failed = failureOf(error, (trouble) => readingFailure(trouble, nest.programmer));
    throw afterWrite(failed, nest.programmer);
  }
  const differing = findDifferences(found, expected, part.bytes);
  const worst = differing.find(({ end }) => end > appStart) ?? differing[0];
  if (worst === undefined) return found;
  const place = worst.end > appStart ? "elsewhere" : "bootloader";
  const address = place === "elsewhere" ? Math.max(worst.start, appStart) : worst.start;
  const length = Math.max(worst.end - address, SECTOR_BYTES);
  throw new StepError({ code: "spi-verify-mismatch", address, length, place, backup });
};

/** A disk without room would tell that nothing was erased. */
const afterWrite = (error: unknown, bus: string): unknown => {
  if (!(error instanceof StepError) || error.failure.code !== "backup-failed") return error;
  const { file, reason } = error.failure;
  return new StepError({ code: "spi-failed", bus, reason: `${file}: ${reason}` }, { cause: error });
};
