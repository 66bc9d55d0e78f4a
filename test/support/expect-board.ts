import { expect } from "vitest";
import { type BenchRun, expectedFlash } from "./memory-bench.ts";

const FLASH_START = 0;
const APP_START = 0x11000;

/** The flash holds the plan, and beside it exactly what it held before. */
export const expectFlashed = ({ fixture, before, plan }: BenchRun): void => {
  const expected = expectedFlash(before, plan);
  expect(Buffer.compare(fixture.board.flash, expected)).toBe(0);
};

/** Nothing in flash has changed. */
export const expectUntouched = ({ fixture, before }: BenchRun): void => {
  expect(Buffer.compare(fixture.board.flash, before)).toBe(0);
};

/** The bootloader's area has not changed. */
export const expectBootloaderKept = ({ fixture, before }: BenchRun): void => {
  const now = fixture.board.flash.subarray(FLASH_START, APP_START);
  expect(Buffer.compare(now, before.subarray(FLASH_START, APP_START))).toBe(0);
};

/** The board is off. */
export const expectUnpowered = ({ fixture }: BenchRun): void => {
  expect(fixture.board.powered).toBe(false);
};
