import { expect, test } from "vitest";
import type { Range } from "../../../libs/bytes/ranges.ts";
import { matchKept } from "../../../libs/flasher/match-kept.ts";
import { linkVirtualBoard, readableFlash } from "../../support/linked-board.ts";

/** Three blocks, the first not whole. */
const RANGE: Range = { start: 0x1f000, end: 0x40000 };

test.each([
  ["nothing kept", 0, undefined, 0x1f000],
  ["half a block", 0x800, undefined, 0x1f000],
  ["a block", 0x1000, undefined, 0x20000],
  ["a block and a half", 0x9000, undefined, 0x20000],
  ["all of it", 0x21000, undefined, 0x40000],
  ["a byte changed in the second block", 0x21000, 0x2abcd, 0x20000],
  ["a byte changed in the last block", 0x21000, 0x3ffff, 0x30000],
] as const)(
  "kept bytes count as far as the board agrees: %s",
  async (_, length, spoilt, expected) => {
    const board = await linkVirtualBoard("bk7231t");
    const kept = board.flash.slice(RANGE.start, RANGE.start + length);
    if (spoilt !== undefined) kept[spoilt - RANGE.start] = ~(kept[spoilt - RANGE.start] ?? 0);
    const next = await matchKept(board.mode, readableFlash(board), RANGE, kept, board.progress);
    expect(next).toBe(expected);
  },
);

test.each([
  ["as it is", undefined, 0x30000],
  ["with a byte changed", 0x1fff0, 0x1fa01],
] as const)(
  "a kept block that starts in mid-page is read to be proven: %s",
  async (_, spoilt, expected) => {
    const board = await linkVirtualBoard("bk7231t");
    const range = { start: 0x1fa01, end: 0x3000f };
    const kept = board.flash.slice(range.start, 0x30000);
    if (spoilt !== undefined) kept[spoilt - range.start] = ~(kept[spoilt - range.start] ?? 0);
    const next = await matchKept(board.mode, readableFlash(board), range, kept, board.progress);
    expect(next).toBe(expected);
  },
);
