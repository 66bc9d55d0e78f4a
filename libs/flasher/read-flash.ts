import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import { BLOCK_BYTES, type Range, SECTOR_BYTES, sectorEnd, sectorStart } from "../bytes/ranges.ts";
import type { DownloadFacts } from "../chips/chip.ts";
import { StepError } from "../failure/step-error.ts";
import type { DownloadMode } from "./download-mode.ts";
import { insist } from "./insist.ts";
import type { Progress } from "./progress.ts";

/** Bootloaders in flash refuse to read below; CRCs they never refuse (uart-protocol.md section 5.2). */
const REFUSED_BELOW = 0x10000;
/** On a line that spoils every third sector, a block comes through in half as many. */
const ROUNDS = 8;

/** What reading needs to know of a flash. */
export interface ReadableFlash {
  readonly download: Pick<DownloadFacts, "hasRomDownloadMode">;
  /** A power of two: the flash does not look at higher address bits. */
  readonly flashBytes: number;
}

/** Takes bytes that the chip's CRC has proven, in order of addresses, without a gap. */
export type KeepBytes = (address: number, bytes: Uint8Array) => Promise<void>;

/** The parts of a range that are read and proven at a time: cut at each 64 KiB of the flash. */
export const blocksOf = ({ start, end }: Range): Range[] => {
  const blocks: Range[] = [];
  for (let from = start; from < end; ) {
    const to = Math.min(end, from - (from % BLOCK_BYTES) + BLOCK_BYTES);
    blocks.push({ start: from, end: to });
    from = to;
  }
  return blocks;
};

/**
 * Reads a range of any alignment inside the flash. Each block is handed to `keep` once the chip's
 * own CRC agrees with it; what came wrong is read again. Changes nothing on the board, but on chips
 * that protect by CRC the flash is protected afterwards.
 * @throws StepError `read-mismatch`, `link-lost`; what `keep` throws.
 */
export const readFlash = async (
  mode: DownloadMode,
  flash: ReadableFlash,
  range: Range,
  keep: KeepBytes,
  progress: Progress,
): Promise<void> => {
  const total = range.end - range.start;
  const tell = (address: number): void =>
    progress.bytes(Math.min(address, range.end) - range.start, total);
  for (const block of blocksOf(range)) {
    await keep(block.start, await readBlock(mode, flash, block, progress, tell));
  }
};

/**
 * Reads one block, proven by the chip's CRC over all its sectors. `tell` is called with the address
 * up to which it has come.
 * @throws StepError `read-mismatch`, `link-lost`.
 */
export const readBlock = async (
  mode: DownloadMode,
  flash: ReadableFlash,
  block: Range,
  progress: Progress,
  tell: (address: number) => void = () => undefined,
): Promise<Uint8Array> => {
  const whole = { start: sectorStart(block.start), end: sectorEnd(block.end) };
  const bytes = new Uint8Array(whole.end - whole.start);
  let wrong = sectorsOf(whole);
  let chip = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0) progress.recovered("asked-again", whole.start);
    for (const address of wrong) {
      bytes.set(await readSector(mode, flash, address, progress), address - whole.start);
      if (round === 0) tell(address + SECTOR_BYTES);
    }
    chip = await crcOf(mode, whole, progress);
    if (chip === crc32(bytes)) {
      return bytes.subarray(block.start - whole.start, block.end - whole.start);
    }
    wrong = await wrongSectors(mode, whole, bytes, progress);
  }
  throw new StepError({
    code: "read-mismatch",
    address: whole.start,
    length: bytes.length,
    chip: hex32(chip),
    host: hex32(crc32(bytes)),
  });
};

const sectorsOf = ({ start, end }: Range): number[] =>
  Array.from({ length: (end - start) / SECTOR_BYTES }, (_, index) => start + index * SECTOR_BYTES);

/** The address as it is asked for: low ones of a bootloader in flash one flash size higher (section 5.2). */
const readSector = (
  mode: DownloadMode,
  { download, flashBytes }: ReadableFlash,
  address: number,
  progress: Progress,
): Promise<Uint8Array> => {
  const isRefused = !download.hasRomDownloadMode && address < REFUSED_BELOW;
  const asked = isRefused ? address + flashBytes : address;
  return insist(mode, { step: "backup", command: "read", address }, progress, () =>
    mode.readSector(asked),
  );
};

const crcOf = (mode: DownloadMode, range: Range, progress: Progress): Promise<number> =>
  insist(mode, { step: "backup", command: "crc", address: range.start }, progress, () =>
    mode.crcOf(range),
  );

/** None if only the CRC of the whole was wrong: then that is asked again, and nothing read. */
const wrongSectors = async (
  mode: DownloadMode,
  whole: Range,
  bytes: Uint8Array,
  progress: Progress,
): Promise<number[]> => {
  const wrong: number[] = [];
  for (const address of sectorsOf(whole)) {
    const range = { start: address, end: address + SECTOR_BYTES };
    const read = bytes.subarray(address - whole.start, range.end - whole.start);
    if ((await crcOf(mode, range, progress)) !== crc32(read)) wrong.push(address);
  }
  return wrong;
};
