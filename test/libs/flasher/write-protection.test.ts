import { expect, test } from "vitest";
import { FLASH_PARTS, flashPartOf } from "../../../libs/chips/flash-parts.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import type { DownloadMode } from "../../../libs/flasher/download-mode.ts";
import { closeProtection, openProtection } from "../../../libs/flasher/write-protection.ts";
import type { StatusWiring } from "../../../libs/simulator/status-wiring.ts";
import { linkVirtualBoard } from "../../support/linked-board.ts";
import { readVectors } from "../simulator/bench.ts";

const partOf = (id: string) => {
  const part = flashPartOf(id);
  if (part === undefined) throw new Error(`no part ${id}`);
  return part;
};

const BLANK = new Uint8Array(0);

/** A linked N with this flash part, and all that is written to its status register. */
const withPart = async (id: string, wiring: StatusWiring, status: number) => {
  const fault = `flash-part:${id}:${wiring}:0x${status.toString(16)}`;
  const board = await linkVirtualBoard("bk7231n", [fault], BLANK);
  const read = (): Promise<number> => readBoth(board.mode, wiring);
  return { ...board, read, writes: () => board.sent.filter(isStatusWrite).map(bytesOf) };
};

/** A long request with operation code 0d, and what it writes. */
const isStatusWrite = (frame: Uint8Array): boolean => frame[4] === 0xf4 && frame[7] === 0x0d;
const bytesOf = (frame: Uint8Array): string => Buffer.from(frame.subarray(8)).toString("hex");

const readBoth = async (mode: DownloadMode, wiring: StatusWiring): Promise<number> => {
  await mode.line.pause(20);
  const first = (await mode.readStatus(0x05)) ?? 0;
  if (wiring === "single") return first;
  return first | (((await mode.readStatus(wiring === "config" ? 0x15 : 0x35)) ?? 0) << 8);
};

/** QE in a second register, and bits nobody here knows; QE of Macronix is bit 6 of the first. */
const KEPT: Readonly<Record<StatusWiring, number>> = {
  usual: 0x0200,
  apart: 0x3a00,
  joined: 0x0200,
  single: 0x0000,
  config: 0x0840,
};

const wiringsOf = (statusOps: readonly number[]): readonly StatusWiring[] => {
  if (statusOps.includes(0x15)) return ["config"];
  return statusOps.length > 1 ? ["usual", "apart", "joined", "single"] : ["single"];
};

const CASES = FLASH_PARTS.filter(({ statusOps }) => statusOps.length > 0).flatMap(
  ({ id, name, statusOps, protectMask }) =>
    wiringsOf(statusOps).map((wiring) => ({ id, name, wiring, protectMask })),
);

test("all 87 parts of the reference are known", () => {
  const ids = readVectors<{ readonly jedec: string }>("flash-chips").map(({ jedec }) => jedec);
  expect(ids.length).toBe(87);
  expect(FLASH_PARTS.map(({ id }) => id).sort()).toEqual([...ids].sort());
});

test.each(CASES)(
  "$id $name, wired $wiring: opened once, closed again, all else kept",
  async (one) => {
    const { id, wiring, protectMask } = one;
    const mask = wiring === "single" ? protectMask & 0xff : protectMask;
    const board = await withPart(id, wiring, mask | KEPT[wiring]);
    await openProtection(board.mode, partOf(id), board.progress);
    expect(await board.read()).toBe(KEPT[wiring]);
    const { length } = board.writes();
    await openProtection(board.mode, partOf(id), board.progress);
    expect(board.writes().length).toBe(length);
    await closeProtection(board.mode, partOf(id), board.progress);
    expect(await board.read()).toBe(KEPT[wiring] | 0x1c);
  },
);

test("a part that is open from the start is not written", async () => {
  const board = await withPart("852015", "usual", 0x0200);
  await openProtection(board.mode, partOf("852015"), board.progress);
  expect(board.writes()).toEqual([]);
});

test("two bytes in one write where the part takes them, else each by itself", async () => {
  const writesOf = async (wiring: StatusWiring): Promise<readonly string[]> => {
    const board = await withPart("c84016", wiring, 0x427c);
    await openProtection(board.mode, partOf("c84016"), board.progress);
    return board.writes();
  };
  expect(await writesOf("usual")).toEqual(["010002"]);
  expect(await writesOf("joined")).toEqual(["010002"]);
  expect(await writesOf("apart")).toEqual(["010002", "0100", "3102"]);
  expect(await writesOf("single")).toEqual(["010000", "0100"]);
});

test.each([
  ["854215", "P25Q16HB"],
  ["e04013", "PN25Q40A"],
  ["c84013", "GD25Q41B"],
])("CMP of %s is out of reach of other tools' tables, and is cleared", async (id) => {
  for (const wiring of ["usual", "apart"] as const) {
    const board = await withPart(id, wiring, 0x4200);
    await openProtection(board.mode, partOf(id), board.progress);
    expect(await board.read()).toBe(0x0200);
  }
});

test("a register that takes no write is told as it reads", async () => {
  const board = await linkVirtualBoard("bk7231n", ["sr-locked"]);
  const opening = openProtection(board.mode, partOf("eb6015"), board.progress);
  await expect(opening).rejects.toBeInstanceOf(StepError);
  await expect(opening).rejects.toMatchObject({
    failure: { code: "protected", statusRegister: 0x40fc },
  });
});
