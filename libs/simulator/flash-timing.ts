/** How long the simulated flash takes. Times in ms; the benchmark computes its bound from them. */
export interface FlashTiming {
  /** Erase of 4 KiB. */
  readonly sectorEraseMs: number;
  /** Erase of 64 KiB. */
  readonly blockEraseMs: number;
  /** Erase of the whole part. */
  readonly chipEraseMs: number;
  /** Program of up to 256 bytes. */
  readonly pageProgramMs: number;
  /** The same in every other page, if they are quicker. */
  readonly oddPageProgramMs?: number;
  /** Write of the status register, during which WIP reads 1. */
  readonly statusWriteMs: number;
  /** Reading and summing for the CRC command. */
  readonly crcMsPerKiB: number;
}

/** Typical times of a 25-series part (uart-protocol.md section 4.5) and about 1 MB/s of CRC. */
export const TYPICAL_FLASH_TIMING: FlashTiming = {
  sectorEraseMs: 50,
  blockEraseMs: 300,
  chipEraseMs: 8000,
  pageProgramMs: 0.5,
  statusWriteMs: 5,
  crcMsPerKiB: 1,
};

/**
 * The longest times of such a part (uart-protocol.md section 4.5). Not every page takes the longest:
 * it is what a part promises for a single one.
 */
export const WORST_FLASH_TIMING: FlashTiming = {
  sectorEraseMs: 400,
  blockEraseMs: 3000,
  chipEraseMs: 25_000,
  pageProgramMs: 3,
  oddPageProgramMs: 2,
  statusWriteMs: 15,
  crcMsPerKiB: 1,
};

/** A flash that takes no time at all. */
export const INSTANT_FLASH_TIMING: FlashTiming = {
  sectorEraseMs: 0,
  blockEraseMs: 0,
  chipEraseMs: 0,
  pageProgramMs: 0,
  statusWriteMs: 0,
  crcMsPerKiB: 0,
};

/** Time of an erase of `bytes` (4, 32 or 64 KiB, or the whole part). */
export const eraseMs = (timing: FlashTiming, bytes: number): number => {
  if (bytes > 0x10000) return timing.chipEraseMs;
  return bytes > 0x1000 ? (timing.blockEraseMs * bytes) / 0x10000 : timing.sectorEraseMs;
};

/** Time of a program of the whole page that `address` lies in. */
export const pageMs = (timing: FlashTiming, address: number): number =>
  (address & 0x100) === 0
    ? timing.pageProgramMs
    : (timing.oddPageProgramMs ?? timing.pageProgramMs);
