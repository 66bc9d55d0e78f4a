import fc from "fast-check";
import { expect, test } from "vitest";
import type { Range } from "../../../libs/bytes/ranges.ts";
import { CHIP_NAMES } from "../../../libs/chips/chips.ts";
import { readFlash } from "../../../libs/flasher/read-flash.ts";
import {
  collectFrom,
  difference,
  type LinkedBoard,
  linkVirtualBoard,
  readableFlash,
} from "../../support/linked-board.ts";

/** Reads a range in one session. */
const read = async (board: LinkedBoard, range: Range): Promise<Uint8Array> => {
  const collected = collectFrom(range.start);
  await readFlash(board.mode, readableFlash(board), range, collected.keep, board.progress);
  return collected.bytes();
};

const WHOLE: Range = { start: 0, end: 0x200000 };

test.each(CHIP_NAMES)("the whole flash of a %s is read, its bootloader too", async (chip) => {
  const board = await linkVirtualBoard(chip);
  expect(difference(board, WHOLE, await read(board, WHOLE))).toBeUndefined();
  expect(board.told).toEqual({ retries: 0, done: 0x200000, total: 0x200000 });
  expect(Buffer.compare(board.fixture.board.flash, board.flash)).toBe(0);
});

test.each(CHIP_NAMES)("ranges of any alignment are read to the byte from a %s", async (chip) => {
  const board = await linkVirtualBoard(chip);
  const edge = fc.constantFrom(0, 0xfff, 0x1000, 0xffff, 0x10000, 0x11000, 0x1ff000, 0x1fffff);
  const start = fc.oneof(edge, fc.nat(0x1fffff));
  const length = fc.oneof(fc.constantFrom(1, 255, 256, 0x1000, 0x10001), fc.nat(0x3000));
  await fc.assert(
    fc.asyncProperty(start, length, async (from, bytes) => {
      const range = { start: from, end: Math.min(0x200000, from + Math.max(1, bytes)) };
      expect(difference(board, range, await read(board, range))).toBeUndefined();
    }),
    { numRuns: 25 },
  );
});

/** Three blocks, the first not whole. */
const RANGE: Range = { start: 0x1f000, end: 0x40000 };

test.each(["drops-reply:9", "truncates-reply:9", "wrong-crc:2", "wrong-crc:3", "flips:0.00005"])(
  "with %s what came wrong is read again, and counted",
  async (fault) => {
    const board = await linkVirtualBoard("bk7231n", [fault]);
    expect(difference(board, RANGE, await read(board, RANGE))).toBeUndefined();
    expect(board.told.retries).toBeGreaterThan(0);
  },
);

test("one CRC that is wrong by itself has nothing read again", async () => {
  const range = { start: 0x20000, end: 0x30000 };
  const times: number[] = [];
  for (const faults of [[], ["wrong-crc:1"]]) {
    const board = await linkVirtualBoard("bk7231t", faults);
    const began = board.clock.now();
    await read(board, range);
    times.push(board.clock.now() - began);
  }
  const [good = 0, lied = 0] = times;
  // Sixteen CRCs of 4 KiB and one of 64 KiB more; sixteen sectors would take 700 ms.
  expect(lied - good).toBeLessThan(300);
  expect(lied).toBeGreaterThan(good);
});

test("a flash that its own CRC never agrees with is given up, and nothing of it kept", async () => {
  const board = await linkVirtualBoard("bk7231n", ["wrong-crc"]);
  const collected = collectFrom(RANGE.start);
  const reading = readFlash(
    board.mode,
    readableFlash(board),
    RANGE,
    collected.keep,
    board.progress,
  );
  await expect(reading).rejects.toMatchObject({
    failure: { code: "read-mismatch", address: 0x1f000, length: 0x1000 },
  });
  expect(collected.bytes()).toHaveLength(0);
});
