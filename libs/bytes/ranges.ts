import { sameBytes } from "./same-bytes.ts";

/** Bytes of a flash sector, the smallest unit the chip erases. */
export const SECTOR_BYTES = 0x1000;

/** Bytes of a flash block, the largest unit the chip erases over UART. */
export const BLOCK_BYTES = 0x10000;

/** A half-open range of flash addresses: `[start, end)`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The address of the sector an address lies in. */
export const sectorStart = (address: number): number => address - (address % SECTOR_BYTES);

/** `address` rounded up to a whole sector. */
export const sectorEnd = (address: number): number => sectorStart(address + SECTOR_BYTES - 1);

/** Bytes that the ranges hold together. */
export const bytesIn = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { start, end }) => sum + end - start, 0);

/** Whether one of `ranges` holds all of `range`. */
export const covers = (ranges: readonly Range[], range: Range): boolean =>
  ranges.some(({ start, end }) => range.start >= start && range.end <= end);

const BLANK_SECTOR = new Uint8Array(SECTOR_BYTES).fill(0xff);

/** Whether every byte is FF, as an erased flash reads. Sector by sector: byte by byte takes 40 times as long. */
export const isBlank = (bytes: Uint8Array): boolean => {
  for (let at = 0; at < bytes.length; at += SECTOR_BYTES) {
    const piece = bytes.subarray(at, at + SECTOR_BYTES);
    if (!sameBytes(piece, BLANK_SECTOR.subarray(0, piece.length))) return false;
  }
  return true;
};
