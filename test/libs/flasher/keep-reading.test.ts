import { expect, test } from "vitest";
import type { Range } from "../../../libs/bytes/ranges.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import { keepReading } from "../../../libs/flasher/keep-reading.ts";
import type { KeepBytes } from "../../../libs/flasher/read-flash.ts";
import {
  collectFrom,
  difference,
  linkVirtualBoard,
  readableFlash,
} from "../../support/linked-board.ts";

/** Three blocks, the first not whole. */
const RANGE: Range = { start: 0x1f000, end: 0x40000 };

test("a session that is lost goes on with the block it was lost in", async () => {
  const board = await linkVirtualBoard("bk7231t");
  const collected = collectFrom(RANGE.start);
  const powerCuts = new Set([0x20000, 0x30000]);
  const keep: KeepBytes = async (address, bytes) => {
    await collected.keep(address, bytes);
    if (powerCuts.delete(address)) board.fixture.board.powerOff();
  };
  const range = { start: RANGE.start, end: 0x50000 };
  await keepReading(board, readableFlash(board), range, keep, board.progress);
  expect(board.told.retries).toBeGreaterThanOrEqual(2);
  expect(difference(board, range, collected.bytes())).toBeUndefined();
  expect(board.told).toMatchObject({
    done: range.end - range.start,
    total: range.end - range.start,
  });
});

test("a board that is lost again and again without a block is given up", async () => {
  const board = await linkVirtualBoard("bk7231n");
  let links = 0;
  const relink = async (): Promise<void> => {
    links += 1;
    await board.relink();
    board.fixture.board.powerOff();
  };
  board.fixture.board.powerOff();
  const { keep } = collectFrom(RANGE.start);
  const reading = keepReading(
    { mode: board.mode, relink },
    readableFlash(board),
    RANGE,
    keep,
    board.progress,
  );
  await expect(reading).rejects.toMatchObject({
    failure: { code: "link-lost", step: "backup", command: "read", address: 0x1f000 },
  });
  expect(links).toBe(2);
});

test("a board that cannot be linked any more was lost where it was lost", async () => {
  const board = await linkVirtualBoard("bk7231n");
  board.fixture.board.powerOff();
  const relink = async (): Promise<void> => {
    throw new StepError({ code: "no-link", attempts: 2, heard: 0 });
  };
  const { keep } = collectFrom(RANGE.start);
  const session = { mode: board.mode, relink };
  const reading = keepReading(session, readableFlash(board), RANGE, keep, board.progress);
  await expect(reading).rejects.toMatchObject({
    failure: { code: "link-lost" },
    cause: { failure: { code: "no-link" } },
  });
});

test("what cannot be kept ends the reading with its own error", async () => {
  const board = await linkVirtualBoard("bk7231n");
  const full = new Error("disk full");
  const keep: KeepBytes = () => Promise.reject(full);
  const reading = keepReading(board, readableFlash(board), RANGE, keep, board.progress);
  await expect(reading).rejects.toBe(full);
});
