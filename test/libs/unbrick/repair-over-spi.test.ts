import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { APP_AT, erased, goodQio, healthyFlash, withForeignKey } from "./boards.ts";
import { RepairBench } from "./repair-bench.ts";

const HEALTHY = healthyFlash();
const AREA = goodQio().subarray(0, APP_AT);
const WHOLE = HEALTHY.length;
const SECTOR_ERASE = 0x20;

/** A board's flash once it has the image's bootloader. */
const mended = (flash: Uint8Array): Uint8Array => {
  const wanted = flash.slice();
  wanted.set(AREA);
  return wanted;
};

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;

test.concurrent("gives a board without a bootloader one, and leaves all else as it was", async () => {
  await using bench = await RepairBench.open(HEALTHY, "no-bootloader");
  const bricked = bench.board.flash.slice();
  expect(same(bricked, erased(HEALTHY, 0, APP_AT))).toBe(true);
  const { failure, facts, steps, written } = await bench.repair();
  expect(failure).toBeNull();
  const planned = facts?.ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  expect(written).toBe(planned);
  expect(same(bench.board.flash, mended(bricked))).toBe(true);
  expect(steps).toEqual(["link", "identify", "backup", "compare", "write", "verify"]);
  const backup = join(bench.folder, "backup", "try-1.bin");
  expect(same(readFileSync(backup), bricked)).toBe(true);
  expect(bench.backups).toEqual(["try-1.bin"]);
  const range = { start: 0, end: 0x9000 };
  const inRange = (flash: Uint8Array): string => sha256(flash.subarray(range.start, range.end));
  expect(facts).toMatchObject({
    image: { file: "known-good.bin", kind: "bootloader-and-app", bootloader: "BK7231S_1.0.5" },
    flash: { bytes: WHOLE },
    backup: { file: backup, sha256: sha256(bricked) },
    mac: "021122334455",
    keyProof: { by: "app" },
    readBack: sha256(bench.board.flash),
  });
  expect(facts?.jedecId).toMatch(/^[0-9a-f]{6}$/);
  expect(facts?.flashrom?.log).toContain("VERIFIED.");
  expect(facts?.ranges[0]).toEqual({
    ...range,
    before: inRange(bricked),
    after: inRange(bench.board.flash),
  });
  expect(facts?.ranges.at(-1)?.end).toBe(APP_AT);
});

test.concurrent("says that power was lost in the write, keeps the backup, and does well the second time", async () => {
  await using bench = await RepairBench.open(HEALTHY, "no-bootloader", "spi-dies-at:0x3000");
  const bricked = bench.board.flash.slice();
  const first = await bench.repair();
  const backup = join(bench.folder, "backup", "try-1.bin");
  expect(first.failure).toMatchObject({ code: "spi-write-failed", backup });
  expect(first.facts).toMatchObject({ backup: { sha256: sha256(bricked) }, readBack: null });
  expect(first.written).toBeGreaterThan(0);
  expect(same(bench.board.flash.subarray(APP_AT), HEALTHY.subarray(APP_AT))).toBe(true);
  expect(same(bench.board.flash, bricked)).toBe(false);
  expect((await bench.repair()).failure).toBeNull();
  expect(same(bench.board.flash, mended(bricked))).toBe(true);
  expect(same(readFileSync(backup), bricked)).toBe(true);
  expect(bench.backups).toEqual(["try-1.bin", "try-2.bin"]);
});

test.concurrent("gives up where a sector cannot be erased, before flashrom erases more than that", async () => {
  await using bench = await RepairBench.open(HEALTHY, "foreign-bootloader");
  const bricked = bench.board.flash.slice();
  bench.ignored.add(SECTOR_ERASE);
  const { failure, written } = await bench.repair();
  expect(failure).toMatchObject({ code: "spi-write-failed", problem: "erase" });
  // Not the plan: at most what it told on the way to the next erase function.
  expect(written).toBeLessThan(0x9000);
  expect(same(bench.board.flash, bricked)).toBe(true);
  expect(bench.backups).toEqual(["try-1.bin"]);
});

test.concurrent("writes nothing to a board that has its bootloader, or whose key is another or not shown", async () => {
  await using bench = await RepairBench.open();
  const fine = await bench.repairFile(mended(HEALTHY));
  expect(fine).toMatchObject({ failure: null, facts: { ranges: [], readBack: null } });
  expect(fine.steps.at(-1)).toBe("compare");
  expect(fine.notes.join()).toContain("nothing was written");
  const foreign = withForeignKey(erased(HEALTHY, 0, APP_AT), APP_AT, 0x130000);
  const wrong = await bench.repairFile(foreign, { keyNamedBy: "Ada" });
  expect(wrong.failure).toMatchObject({ code: "wrong-key" });
  expect(wrong.facts?.backup?.sha256).toBe(sha256(foreign));
  const blank = new Uint8Array(WHOLE).fill(0xff);
  expect((await bench.repairFile(blank)).failure).toEqual({ code: "key-unproven" });
  for (const flash of [mended(HEALTHY), foreign, blank]) {
    expect(bench.files.some((left) => same(left, flash))).toBe(true);
  }
  const named = await bench.repairFile(blank, { keyNamedBy: "Ada" });
  expect(named).toMatchObject({ failure: null, facts: { keyProof: { by: "named", name: "Ada" } } });
  expect(bench.files.some((left) => same(left, mended(blank)))).toBe(true);
});

test.concurrent.each([
  ["bootloader", 0x2345, { address: 0x2000, length: 0x1000 }],
  ["elsewhere", 0x1e0024, { address: 0x1e0000, length: 0x1000 }],
] as const)("sees a change after the write: %s", async (place, address, where) => {
  await using bench = await RepairBench.open();
  const onStep = (step: string): void => {
    if (step === "verify") bench.spoilFile(address);
  };
  const { failure, facts } = await bench.repairFile(erased(HEALTHY, 0, APP_AT), { onStep });
  const backup = join(bench.folder, "backup", "try-1.bin");
  expect(failure).toEqual({ code: "spi-verify-mismatch", place, backup, ...where });
  expect(facts).toMatchObject({ ranges: [{ after: null }, { after: null }], readBack: null });
});

test.concurrent("tells a bus, a flash and a disk that fail, before it writes", async () => {
  await using bench = await RepairBench.open();
  const bricked = erased(HEALTHY, 0, APP_AT);
  const bus = await bench.repair({ programmer: "serprog:ip=127.0.0.1:1" });
  expect(bus.failure).toMatchObject({ code: "spi-failed", bus: "serprog:ip=127.0.0.1:1" });
  const disk = await bench.repairFile(bricked, { backupFile: "/dev/null/backup.bin" });
  expect(disk).toMatchObject({ failure: { code: "backup-failed" }, written: null });
  const big = await bench.repair({ programmer: "dummy:emulate=SST25VF032B" });
  expect(big.failure).toMatchObject({ code: "spi-wrong-flash", flashId: "bf254a" });
  const silent = await bench.repair({ programmer: "dummy" });
  expect(silent.failure).toEqual({ code: "spi-part-unknown", flashId: null, parts: [] });
  const several = await bench.repair({ programmer: "dummy:emulate=MX25L6436" });
  expect(several.failure).toMatchObject({ code: "spi-part-unknown", parts: { length: 4 } });
  expect(bench.backups).toEqual([]);
});

test.concurrent("ends when it is told to, before it writes; no backup is left half made", async () => {
  await using bench = await RepairBench.open();
  const stop = new AbortController();
  const onStep = (step: string): void => {
    if (step === "backup") stop.abort(new Error("stopped"));
  };
  const bricked = erased(HEALTHY, 0, APP_AT);
  const repairing = bench.repairFile(bricked, { signal: stop.signal, onStep });
  await expect(repairing).rejects.toThrow("stopped");
  expect(bench.files).toEqual([Buffer.from(bricked)]);
  expect(bench.backups).toEqual([]);
});
