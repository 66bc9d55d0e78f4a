import { expect, test } from "vitest";
import { CHIP_NAMES } from "../../../libs/chips/chips.ts";
import type { Failure } from "../../../libs/failure/failure.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import type { BackupFile } from "../../../libs/run/run-order.ts";
import { type BenchOptions, expectedFlash, startRun } from "../../support/memory-bench.ts";

const FULL: Failure = { code: "backup-failed", file: "b.bin", reason: "the disk is full" };

/** A disk in memory; `fails` at one of its deeds. */
const makeDisk = (fails?: keyof BackupFile | "open") => {
  const disk: { parts: Uint8Array[]; finished: boolean; discarded: boolean } = {
    parts: [],
    finished: false,
    discarded: false,
  };
  const deed = async (name: keyof BackupFile | "open"): Promise<void> => {
    if (name === fails) throw new StepError(FULL);
  };
  const openBackup = async (): Promise<BackupFile> => {
    await deed("open");
    return {
      append: async (bytes) => {
        await deed("append");
        disk.parts.push(bytes.slice());
      },
      finish: async () => {
        await deed("finish");
        disk.finished = true;
        return { file: "/b.bin", sha256: "ab" };
      },
      discard: async () => {
        disk.discarded = true;
      },
    };
  };
  return { disk, openBackup };
};

const asked = (options: BenchOptions = {}): BenchOptions => ({
  ...options,
  order: { ...options.order, backup: "whole" },
});

test.each(CHIP_NAMES)(
  "the whole flash of a %s is stored before the first erase, and the board flashed all the same",
  async (chip) => {
    const { disk, openBackup } = makeDisk();
    const run = startRun(chip, asked({ openBackup }));
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", backup: { file: "/b.bin", sha256: "ab" } });
    expect(Buffer.compare(Buffer.concat(disk.parts), run.before)).toBe(0);
    expect(disk).toMatchObject({ finished: true, discarded: false });
    const { board } = run.fixture;
    expect(Buffer.compare(board.flash, expectedFlash(run.before, run.plan))).toBe(0);
    expect(end.steps.map(({ step }) => step).slice(2, 5)).toEqual(["identify", "backup", "erase"]);
    expect(end.notes.join()).toContain("/b.bin");
  },
);

test.each(["1.0.1", "1.0.4"])(
  "a T whose bootloader %s stays closed after a CRC is restarted after its backup, and flashed",
  async (version) => {
    const { disk, openBackup } = makeDisk();
    const run = startRun("bk7231t", asked({ openBackup, faults: [`bootloader:${version}`] }));
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", failure: null, linkAttempts: 2 });
    expect(Buffer.concat(disk.parts)).toHaveLength(run.before.length);
    const { board } = run.fixture;
    const expected = expectedFlash(run.before, run.plan).subarray(0x11000);
    expect(Buffer.compare(board.flash.subarray(0x11000), expected)).toBe(0);
  },
);

test("no recipe's wish, no backup", async () => {
  const run = startRun("bk7231t");
  const end = await run.end;
  expect(end).toMatchObject({ verdict: "pass", backup: null });
  expect(end.steps.map(({ step }) => step)).not.toContain("backup");
});

test.each(["open", "append", "finish"] as const)(
  "a backup that cannot be stored (%s) is the station's failure, before anything is touched",
  async (deed) => {
    const { disk, openBackup } = makeDisk(deed);
    const run = startRun("bk7231n", asked({ openBackup }));
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "error", failure: FULL, backup: null, written: 0 });
    expect(Buffer.compare(run.fixture.board.flash, run.before)).toBe(0);
    expect(run.fixture.board.powered).toBe(false);
    expect(disk).toMatchObject({ finished: false, discarded: deed !== "open" });
  },
);

test("a board whose flash cannot be read for sure fails untouched, and no backup of it stays", async () => {
  const { disk, openBackup } = makeDisk();
  const run = startRun("bk7231t", asked({ openBackup, faults: ["wrong-crc"] }));
  const end = await run.end;
  expect(end).toMatchObject({ verdict: "fail", failure: { code: "read-mismatch" }, backup: null });
  expect(Buffer.compare(run.fixture.board.flash, run.before)).toBe(0);
  expect(disk).toMatchObject({ finished: false, discarded: true });
});

test("a board that is lost while it is read is linked again, and its backup is whole", async () => {
  const { disk, openBackup } = makeDisk();
  const run = startRun("bk7231t", asked({ openBackup, wiring: { logPort: "absent" } }));
  run.when(
    (news) => news.kind === "step-progress" && news.step === "backup" && news.done >= 0x90000,
    () => run.fixture.board.powerOff(),
  );
  const end = await run.end;
  expect(end.verdict).toBe("pass");
  expect(Buffer.compare(Buffer.concat(disk.parts), run.before)).toBe(0);
  expect(end.recoveries).toContainEqual({ step: "backup", kind: "linked-again", count: 1 });
  expect(end.linkAttempts).toBe(2);
  const { board } = run.fixture;
  expect(Buffer.compare(board.flash, expectedFlash(run.before, run.plan))).toBe(0);
});

test("a board that was exchanged while it was read is not backed up as the other", async () => {
  const { disk, openBackup } = makeDisk();
  const run = startRun("bk7231n", asked({ openBackup, wiring: { logPort: "absent" } }));
  run.when(
    (news) => news.kind === "step-progress" && news.step === "backup" && news.done >= 0x90000,
    () => {
      run.fixture.board.powerOff();
      // Another MAC: all a module of the same make differs in.
      run.fixture.board.flash.fill(0xff, 0x1d0000, 0x1d1000);
    },
  );
  expect(await run.end).toMatchObject({
    verdict: "fail",
    failure: { code: "link-lost", step: "backup" },
    backup: null,
  });
  expect(disk).toMatchObject({ finished: false, discarded: true });
});
