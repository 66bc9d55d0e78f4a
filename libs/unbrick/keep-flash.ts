import { ReservedDump } from "../dump/reserve-dump.ts";
import { failureOf, readingFailure } from "./flashrom-failure.ts";
import { piecesOf, type Reading, readStable } from "./read-stable.ts";

/** The whole flash as it was found, and the file that keeps it. */
export interface KeptFlash {
  readonly flash: Uint8Array;
  readonly backup: { readonly file: string; readonly sha256: string };
}

/**
 * Reads the whole flash and stores it in `file`. All of it is read until two readings agree: what is not code has no
 * sum of its own, and a misread would look later like damage done by the write.
 * @throws StepError `backup-failed`, `spi-read-unstable`, `spi-failed`, or what entering SPI mode throws.
 */
export const keepFlash = async (reading: Reading, file: string): Promise<KeptFlash> => {
  const { nest, part, progress } = reading;
  await using room = await ReservedDump.open(file, part.bytes);
  const flash = new Uint8Array(part.bytes);
  try {
    for (const piece of piecesOf(part.bytes, nest.bitsPerSecond)) {
      flash.set(await readStable(reading, piece), piece.start);
      progress.bytes(piece.end, part.bytes);
    }
  } catch (error) {
    throw failureOf(error, (trouble) => readingFailure(trouble, nest.programmer));
  }
  return { flash, backup: { file, sha256: await room.finish(flash) } };
};
