import { expect, onTestFinished } from "vitest";
import type { Range } from "../../libs/bytes/ranges.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { VirtualClock } from "../../libs/clock/virtual-clock.ts";
import { ChipLine } from "../../libs/flasher/chip-line.ts";
import { DownloadMode } from "../../libs/flasher/download-mode.ts";
import { linkBoard } from "../../libs/flasher/link-board.ts";
import type { Progress } from "../../libs/flasher/progress.ts";
import type { KeepBytes, ReadableFlash } from "../../libs/flasher/read-flash.ts";
import {
  type ConnectedFixture,
  connectVirtualFixture,
} from "../../libs/simulator/connect-virtual-fixture.ts";
import { VirtualBoard } from "../../libs/simulator/virtual-board.ts";
import { usedFlash } from "../end-to-end/used-board.ts";
import { faultOf } from "./fault-of.ts";
import { withTampering } from "./tampered-link.ts";

/** A simulated board in download mode, all in this process and in simulated time. */
export interface LinkedBoard {
  readonly clock: VirtualClock;
  readonly fixture: ConnectedFixture;
  /** What its flash holds. */
  readonly flash: Uint8Array;
  readonly mode: DownloadMode;
  /** Links it again, power cycle and all. */
  readonly relink: () => Promise<void>;
  /** What the procedures told; `retries` counts repeats. */
  readonly told: { retries: number; done: number; total: number };
  readonly notes: string[];
  /** What the host sent, a frame at a time. */
  readonly sent: readonly Uint8Array[];
  readonly progress: Progress;
}

const BAUD = 921_600;

/** Links a used board (no sector of it blank), or one with this flash, with these faults at 921600 baud. */
export const linkVirtualBoard = async (
  chip: ChipName,
  faults: readonly string[] = [],
  flash: Uint8Array = usedFlash(chip, 3),
): Promise<LinkedBoard> => {
  const clock = new VirtualClock();
  const board = new VirtualBoard({
    chip,
    clock,
    flash: flash.slice(),
    faults: faults.map(faultOf),
  });
  const fixture = connectVirtualFixture(board, { clock });
  const sent: Uint8Array[] = [];
  const tap = withTampering(fixture, {
    toChip: (bytes) => {
      sent.push(bytes.slice());
      return bytes;
    },
  });
  const session = await tap.open();
  const line = new ChipLine(session.flash, clock, new AbortController().signal);
  // Else it would be kept awake for ever, at the cost of every test that follows.
  onTestFinished(() => line[Symbol.dispose]());
  const told = { retries: 0, done: 0, total: 0 };
  const notes: string[] = [];
  const progress: Progress = {
    step: "backup",
    bytes: (done, total) => Object.assign(told, { done, total }),
    recovered: () => {
      told.retries += 1;
    },
    note: (text) => notes.push(text),
  };
  const relink = async (): Promise<void> => {
    const wanted = { chip: CHIPS[chip], baud: BAUD, attempts: 2 };
    await linkBoard(line, session.control, wanted, progress);
  };
  await relink();
  return {
    clock,
    fixture,
    flash,
    mode: new DownloadMode(line),
    relink,
    told,
    notes,
    sent,
    progress,
  };
};

/** Takes bytes and sees that each part begins where the last ended. */
export const collectFrom = (start: number) => {
  const parts: Uint8Array[] = [];
  let next = start;
  const keep: KeepBytes = async (address, bytes) => {
    expect(address).toBe(next);
    next += bytes.length;
    parts.push(bytes.slice());
  };
  return { keep, bytes: () => Buffer.concat(parts) };
};

/** Its flash as procedures know it. */
export const readableFlash = ({ fixture, flash }: LinkedBoard): ReadableFlash => ({
  download: CHIPS[fixture.board.chip].download,
  flashBytes: flash.length,
});

/** Undefined if the bytes are those of the flash; else where they first differ, for a message. */
export const difference = (board: LinkedBoard, { start, end }: Range, bytes: Uint8Array) => {
  const held = board.flash.subarray(start, end);
  if (bytes.length !== held.length) return `${bytes.length} bytes in place of ${held.length}`;
  const at = bytes.findIndex((byte, index) => byte !== held[index]);
  return at < 0 ? undefined : `differs at 0x${(start + at).toString(16)}`;
};
