import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { verifyJournal } from "../../../libs/journal/verify-journal.ts";
import { samplePass, sampleStart } from "./sample-records.ts";
import { scratchFolder } from "./scratch.ts";

const FILE = "journal.sqlite";
const WAL = `${FILE}-wal`;

/** What is on the disk at a moment; SQLite's index in memory is lost with the power. */
interface Disk {
  readonly file: Buffer;
  readonly wal: Buffer;
}

const diskOf = (folder: string): Disk => ({
  file: readFileSync(join(folder, FILE)),
  wal: readFileSync(join(folder, WAL)),
});

/** A journal with two runs that ended, before and after one more transaction: a third run's end, or its start. */
const lastWrite = (): { readonly before: Disk; readonly after: Disk } => {
  const folder = scratchFolder();
  using journal = openJournal(folder, { mode: "write" });
  for (const run of ["R1", "R2"]) journal.endRun(samplePass({ run, serial: `S-${run}` }));
  journal.startRun(sampleStart({ run: "R3", serial: "S-R3" }));
  const before = diskOf(folder);
  journal.endRun(samplePass({ run: "R3", serial: "S-R3", bootLog: "x".repeat(9000) }));
  return { before, after: diskOf(folder) };
};

/** The pages that a write-ahead log holds (sqlite.org/fileformat2.html, "WAL Frame Format"). */
const pagesIn = (wal: Buffer): readonly number[] => {
  const size = wal.readUInt32BE(8);
  const frames = Math.floor((wal.length - 32) / (size + 24));
  return Array.from({ length: frames }, (_, n) => wal.readUInt32BE(32 + n * (size + 24)));
};

const filled = (bytes: Buffer, from: number, to: number, value: number): Buffer =>
  Buffer.from(bytes).fill(value, from, Math.min(to, bytes.length));

test("power that fails in the last write leaves what was committed before, and of the last all or nothing", () => {
  const { before, after } = lastWrite();
  const from = before.wal.length;
  expect(after.file).toEqual(before.file);
  expect(after.wal.length).toBeGreaterThan(from);
  const folder = scratchFolder();
  const anywhere = fc.integer({ min: from, max: after.wal.length - 1 });
  const kinds = fc.constantFrom("cut", "zeros", "noise", "sector", "checkpoint");
  let gone = 0;
  fc.assert(
    fc.property(kinds, anywhere, fc.integer({ min: 1, max: 255 }), (kind, at, value) => {
      const torn = tear(after, kind, { at, value, from });
      for (const end of ["-wal", "-shm"]) rmSync(join(folder, `${FILE}${end}`), { force: true });
      writeFileSync(join(folder, FILE), torn.file);
      writeFileSync(join(folder, WAL), torn.wal);
      expect(verifyJournal({ file: join(folder, FILE), told: [] }).faults).toEqual([]);
      using journal = openJournal(folder, { mode: "write" });
      expect(
        journal
          .records()
          .map(({ run }) => run)
          .slice(0, 2),
      ).toEqual(["R1", "R2"]);
      const isWhole = journal.record("R3") !== undefined;
      if (kind === "checkpoint") expect(isWhole).toBe(true);
      gone += isWhole ? 0 : 1;
      expect(journal.openRuns().map(({ run }) => run)).toEqual(isWhole ? [] : ["R3"]);
      // It goes on, and is proven with what comes.
      journal.startRun(sampleStart({ run: "R4" }));
      expect(verifyJournal({ file: join(folder, FILE), told: [] }).faults).toEqual([]);
    }),
    { numRuns: 30 },
  );
  expect(gone).toBeGreaterThan(0);
});

/** The disk after a write was torn at `at`; `checkpoint`: while pages were brought from the log into the file. */
const tear = (
  { file, wal }: Disk,
  kind: string,
  { at, value, from }: { readonly at: number; readonly value: number; readonly from: number },
): Disk => {
  switch (kind) {
    case "cut":
      return { file, wal: wal.subarray(0, at) };
    case "zeros":
      return { file, wal: filled(wal, at, wal.length, 0) };
    case "noise":
      return { file, wal: filled(wal, at, wal.length, value) };
    case "sector":
      return { file, wal: filled(wal, at, at + 512, value) };
    default: {
      const pages = pagesIn(wal);
      const page = pages[(at - from) % pages.length] ?? 1;
      const start = (page - 1) * 4096;
      return { file: filled(file, start + value, start + 4096, value), wal };
    }
  }
};
