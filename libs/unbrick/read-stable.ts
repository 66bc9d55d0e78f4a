import type { Range } from "../bytes/ranges.ts";
import { sameBytes } from "../bytes/same-bytes.ts";
import { StepError } from "../failure/step-error.ts";
import type { Progress } from "../flasher/progress.ts";
import { FlashromError, type FlashromTrouble } from "../flashrom/flashrom-trouble.ts";
import type { FoundPart } from "../flashrom/read-text.ts";
import type { RepairNest } from "./repair-nest.ts";

/** Of one piece, before it is given up. */
const MOST_READINGS = 5;

/** A piece takes so long to read: often enough for a progress to be seen. */
const PIECE_SECONDS = 10;
const LEAST_PIECE = 0x10000;
/** Where the speed is not known: each start of flashrom costs up to a second and a half, as over serprog. */
const USUAL_PIECE = 0x80000;

/** What another entry into SPI mode may mend. */
const MAY_PASS: ReadonlySet<FlashromTrouble["kind"]> = new Set([
  "no-flash",
  "read-failed",
  "broken",
]);

/** What readings are made of. */
export interface Reading {
  readonly nest: RepairNest;
  readonly part: FoundPart;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Of before the write; null where nothing was written yet. For what is thrown. */
  readonly backup: string | null;
}

/** The flash in pieces, in order of address, that take a bus of that speed some seconds each. */
export const piecesOf = (bytes: number, bitsPerSecond: number | null): readonly Range[] => {
  const wanted =
    bitsPerSecond === null ? USUAL_PIECE : Math.min(bytes, (bitsPerSecond / 8) * PIECE_SECONDS);
  let size = LEAST_PIECE;
  while (size < wanted) size *= 2;
  const pieces: Range[] = [];
  for (let start = 0; start < bytes; start += size) {
    pieces.push({ start, end: Math.min(start + size, bytes) });
  }
  return pieces;
};

/**
 * What a piece holds: as soon as two readings agree, or one does with `expected`. A reading that fails is made once
 * more after another entry into SPI mode.
 * @throws StepError `spi-read-unstable`, or what entering SPI mode throws; FlashromError that no entry mends, or the
 *   last one where no reading came at all from a flash that answers: that is no matter of noise.
 */
export const readStable = async (
  { nest, part, progress, signal, backup }: Reading,
  piece: Range,
  expected?: Uint8Array,
): Promise<Uint8Array> => {
  const readings: Uint8Array[] = expected === undefined ? [] : [expected];
  let failed: FlashromError | undefined;
  let came = 0;
  for (let made = 0; made < MOST_READINGS; made += 1) {
    try {
      const bytes = await nest.flash.read(part, piece, signal);
      came += 1;
      if (readings.some((earlier) => sameBytes(earlier, bytes))) return bytes;
      if (readings.length > 0) progress.recovered("asked-again", piece.start);
      readings.push(bytes);
    } catch (error) {
      if (!(error instanceof FlashromError) || !MAY_PASS.has(error.trouble.kind)) throw error;
      failed = error;
      progress.recovered("linked-again", piece.start);
      await nest.enter(signal);
    }
  }
  if (came === 0 && failed !== undefined && failed.trouble.kind !== "no-flash") throw failed;
  const length = piece.end - piece.start;
  throw new StepError({ code: "spi-read-unstable", address: piece.start, length, backup });
};
