import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import type { FlashPlan } from "../../../libs/firmware/flash-plan.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import type { PlanOptions } from "../../../libs/firmware/plan-options.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import type { RunHappening } from "../../../libs/run/run-event.ts";
import { expectUnpowered } from "../../support/expect-board.ts";
import {
  calibrationAt,
  GIVEN_MAC,
  givenMacOnly,
  startJournalled,
  withGiven,
} from "../../support/journalled-run.ts";
import { type BenchRun, BOARD_MAC, expectedFlash, startRun } from "../../support/memory-bench.ts";

const GOLDEN_MAC = "c8478c0a0b0c";

let folder: string;
let journal: Journal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clone-board-"));
  journal = openJournal(folder, { mode: "write" });
});

afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

const cloneOf = (
  chip: ChipName,
  bootloader: PlanOptions["bootloader"] = "keep",
  flashBytes?: number,
  change: (dump: Uint8Array) => unknown = () => undefined,
): FlashPlan => {
  const bytes = buildFactoryFlash({ chip, seed: 9, mac: GOLDEN_MAC, flashBytes });
  change(bytes);
  const files = [{ file: "golden.bin", bytes }];
  const planned = planImages(files, CHIPS[chip], { bootloader, clone: true });
  if (!planned.ok) throw new Error(JSON.stringify(planned.refusal));
  return planned.plan;
};

const expectCloned = ({ fixture, before, plan }: BenchRun): void =>
  expect(Buffer.compare(fixture.board.flash, expectedFlash(before, plan))).toBe(0);

const expectUntouched = ({ fixture, before }: BenchRun): void =>
  expect(Buffer.compare(fixture.board.flash, before)).toBe(0);

const isWriting = (news: RunHappening): boolean =>
  news.kind === "step-started" && news.step === "write";

describe.each(["bk7231n", "bk7231t"] as const)("a %s", (chip) => {
  test("becomes a copy, its own calibration is in the journal, and its record says so", async () => {
    const run = startJournalled(journal, { run: "R1" }, chip, { order: { plan: cloneOf(chip) } });
    const end = await run.settle();
    const of = { board: { mac: BOARD_MAC }, copiedMac: GOLDEN_MAC };
    expect(end).toMatchObject({ verdict: "pass", ...of });
    expect(end.notes.join("\n")).toContain(`Clone: calibration (MAC ${GOLDEN_MAC})`);
    expectCloned(run);
    expectUnpowered(run);
    const at = calibrationAt(chip);
    const [kept] = journal.keptSectors("SN1");
    expect(kept).toMatchObject({ address: at, run: "R1" });
    const was = run.before.subarray(at, at + 0x1000);
    expect(Buffer.compare(kept?.before ?? new Uint8Array(0), was)).toBe(0);
  });

  test("that was left half copied becomes one in the next run of its serial", async () => {
    const order = { plan: cloneOf(chip) };
    const first = startJournalled(journal, { run: "R1" }, chip, { order });
    first.when(isWriting, () => first.abort());
    expect((await first.settle()).verdict).toBe("aborted");
    const half = first.fixture.board.flash.slice();
    expect(Buffer.compare(half, first.before)).not.toBe(0);
    const second = startJournalled(journal, { run: "R2" }, chip, { order, flash: half });
    expect((await second.settle()).verdict).toBe("pass");
    expectCloned(second);
    const kept = journal
      .keptSectors("SN1")
      .map(({ before }) => Buffer.from(before).includes(Buffer.from(BOARD_MAC, "hex")));
    expect(kept[0]).toBe(true);
  });

  test("that was copied is written again under its own serial, never under another", async () => {
    const order = { plan: cloneOf(chip) };
    const first = startJournalled(journal, { run: "R1" }, chip, { order });
    await first.settle();
    const copied = { order, flash: first.fixture.board.flash.slice() };
    const other = startJournalled(journal, { run: "R2", serial: "SN2" }, chip, copied);
    expect(await other.settle()).toMatchObject({
      verdict: "fail",
      failure: { code: "already-cloned", mac: GOLDEN_MAC },
    });
    expectUntouched(other);
    const again = startJournalled(journal, { run: "R3" }, chip, copied);
    expect((await again.settle()).verdict).toBe("pass");
    const second = { order, mac: "c8478c777777" };
    await startJournalled(journal, { run: "R4", serial: "SN3" }, chip, second).settle();
    const third = startJournalled(journal, { run: "R5", serial: "SN3" }, chip, copied);
    expect(await third.settle()).toMatchObject({ verdict: "pass", failure: null });
  });

  test.each([
    [
      "blank",
      (dump: Uint8Array) => dump.fill(0xff, calibrationAt(chip), calibrationAt(chip) + 4096),
    ],
    [
      "of MAC 00",
      (dump: Uint8Array) => dump.fill(0, calibrationAt(chip) + 0x24, calibrationAt(chip) + 0x2a),
    ],
  ])("keeps its own calibration where the dump's is %s", async (_, spoil) => {
    const order = { plan: cloneOf(chip, "keep", undefined, spoil), calibration: "any" } as const;
    const run = startJournalled(journal, { run: "R1" }, chip, { order });
    const end = await run.settle();
    expect(end.verdict).toBe("pass");
    expect(end.notes.join()).toContain(`the board keeps its own calibration (MAC ${BOARD_MAC})`);
    const at = calibrationAt(chip);
    const expected = expectedFlash(run.before, order.plan);
    expected.set(run.before.subarray(at, at + 4096), at);
    expect(Buffer.compare(run.fixture.board.flash, expected)).toBe(0);
    const blank = run.before.slice().fill(0xff, at, at + 4096);
    const required = { ...order, calibration: "required" } as const;
    const without = startJournalled(journal, { run: "R2", serial: "SN2" }, chip, {
      order: required,
      flash: blank,
    });
    expect((await without.settle()).failure?.code).toBe("identity-missing");
    expectUntouched(without);
  });

  test("that is given a MAC keeps all else of its own calibration, cut off in between or not", async () => {
    const order = { plan: cloneOf(chip), own: givenMacOnly() };
    const first = startJournalled(journal, { run: "R1" }, chip, { order });
    first.when(isWriting, () => first.abort());
    await first.settle();
    const flash = first.fixture.board.flash.slice();
    const run = startJournalled(journal, { run: "R2" }, chip, { order, flash });
    const end = await run.settle();
    expect(end.verdict).toBe("pass");
    expect(end.notes.join()).toContain(
      `the board keeps its own calibration, with MAC ${GIVEN_MAC} put into it`,
    );
    const at = calibrationAt(chip);
    const expected = expectedFlash(first.before, order.plan);
    expected.set(first.before.subarray(at, at + 4096), at);
    expect(Buffer.compare(run.fixture.board.flash, withGiven(chip, expected, order.own))).toBe(0);
  });

  test("without a calibration that is given a MAC gets the dump's with it", async () => {
    const order = { plan: cloneOf(chip), own: givenMacOnly() };
    const at = calibrationAt(chip);
    const flash = buildFactoryFlash({ chip, seed: 3, mac: BOARD_MAC }).fill(0xff, at, at + 4096);
    const run = startJournalled(journal, { run: "R1" }, chip, { order, flash });
    const end = await run.settle();
    expect(end.verdict).toBe("pass");
    const expected = withGiven(chip, expectedFlash(flash, order.plan), order.own);
    expect(Buffer.compare(run.fixture.board.flash, expected)).toBe(0);
  });

  test("that is lost in mid-write and restarted is known again, without its old MAC", async () => {
    const order = { plan: cloneOf(chip) };
    const faults = ["hangs-at:80:once"];
    const run = startJournalled(journal, { run: "R1" }, chip, { order, faults });
    const end = await run.settle();
    expect(end).toMatchObject({ verdict: "pass" });
    expect(end.recoveries).toContainEqual({ step: "link", kind: "started-over", count: 1 });
    expectCloned(run);
  });
});

test("a blank board becomes a copy", async () => {
  const flash = new Uint8Array(0x200000).fill(0xff);
  const order = { plan: cloneOf("bk7231n", "write"), bootloader: "write" } as const;
  const run = startJournalled(journal, { run: "R1" }, "bk7231n", { order, flash });
  expect((await run.settle()).verdict).toBe("pass");
  expect(journal.keptSectors("SN1").length).toBeGreaterThan(0);
});

test("a board with another size of flash is refused, untouched", async () => {
  const plan = cloneOf("bk7252", "keep", 0x200000);
  const flash = buildFactoryFlash({ chip: "bk7252", seed: 3, mac: BOARD_MAC });
  const run = startRun("bk7252", { order: { plan }, flash });
  expect((await run.end).failure).toMatchObject({
    code: "wrong-chip",
    expected: "BK7252 with 2048 KiB of flash",
    found: "BK7252 with 4096 KiB of flash",
  });
  expectUntouched(run);
});

test("a plan of 4 MiB is refused on a board with 2: an address above its end would wrap to the bootloader", async () => {
  const files = [{ file: "web.bin", bytes: new Uint8Array(16).fill(1), at: 0x201000 }];
  const overwrite = ["userdata"] as const;
  const planned = planImages(files, CHIPS.bk7252, { bootloader: "keep", overwrite });
  if (!planned.ok) throw new Error(JSON.stringify(planned.refusal));
  const flash = buildFactoryFlash({
    chip: "bk7252",
    seed: 3,
    mac: BOARD_MAC,
    flashBytes: 0x200000,
  });
  const run = startRun("bk7252", { order: { plan: planned.plan }, flash });
  expect((await run.end).failure).toMatchObject({ code: "wrong-chip" });
  expectUntouched(run);
});

test.each(["bk7231n", "bk7231t"] as const)(
  "raw data on a %s leaves the rest of its sectors the board's own",
  async (chip) => {
    const bytes = new Uint8Array(0x1100).fill(0x5a);
    const files = [{ file: "web.bin", bytes, at: 0x1eef80 }];
    const overwrite = ["userdata", "tuya-kv"] as const;
    const planned = planImages(files, CHIPS[chip], { bootloader: "keep", overwrite });
    if (!planned.ok) throw new Error(JSON.stringify(planned.refusal));
    const run = startJournalled(journal, { run: "R1" }, chip, { order: { plan: planned.plan } });
    expect((await run.settle()).verdict).toBe("pass");
    const expected = run.before.slice();
    expected.set(bytes, 0x1eef80);
    expect(Buffer.compare(run.fixture.board.flash, expected)).toBe(0);
    expect(journal.keptSectors("SN1").map(({ address }) => address)).toEqual([0x1ee000, 0x1f0000]);
    expectUnpowered(run);
  },
);
