import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import { JournalGate } from "../../../libs/journal/journal-gate.ts";
import { JOURNAL_FILE, openJournal } from "../../../libs/journal/open-journal.ts";
import { mountSmallDisk, type SmallDisk } from "../../support/small-disk.ts";
import { samplePass, sampleStart } from "./sample-records.ts";

let top: string;
let dir: string;
let told: (string | null)[];

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "journal-gate-"));
  dir = join(top, "data");
  told = [];
});

afterEach(() => rmSync(top, { recursive: true, force: true }));

const never = new AbortController().signal;

const open = () => {
  const journal = openJournal(dir, { mode: "write", busyMs: 20 });
  const tell = (trouble: string | null): void => void told.push(trouble);
  const gate = new JournalGate({ journal, dir, runs: 4, tell });
  return { journal, gate, [Symbol.dispose]: () => journal.close() };
};

/** Fails with what SQLite says now. */
const failureOf = (write: () => unknown): JournalError => {
  try {
    write();
  } catch (error) {
    if (error instanceof JournalError) return error;
    throw error;
  }
  throw new Error("it was written");
};

test("a full disk closes the gate; what runs under way have to say is written all the same, and room opens it", async (context) => {
  using disk = mountSmallDisk(dir, 8);
  if (disk === undefined) return context.skip();
  using station = open();
  const { journal, gate } = station;
  expect(gate.look()).toBeNull();
  const runs = ["R1", "R2", "R3", "R4"];
  for (const run of runs) journal.startRun(sampleStart({ run }));

  disk.fill();
  expect(gate.look()).toMatch(/full/);
  const long = "x".repeat(20_000);
  expect(failureOf(() => journal.endRun(samplePass({ run: "R1", bootLog: long }))).trouble).toBe(
    "full",
  );
  for (const run of runs) {
    const record = samplePass({ run, bootLog: long });
    expect(await gate.keep(() => journal.endRun(record), never)).toBe("stored");
  }
  disk.fill();
  expect(gate.look()).toMatch(/full/);

  disk.makeRoom();
  expect(gate.look()).toBeNull();
  expect(told.at(-1)).toBeNull();
  expect(journal.records()).toHaveLength(4);
  // What is kept for the next time is there again.
  journal.startRun(sampleStart({ run: "R5" }));
  disk.fill();
  expect(
    await gate.keep(() => journal.endRun(samplePass({ run: "R5", bootLog: long })), never),
  ).toBe("stored");
});

/** A run whose long record comes to its end when there is no room at all. */
const keepOnFullDisk = ({ journal, gate }: ReturnType<typeof open>, disk: SmallDisk) => {
  journal.startRun(sampleStart({ run: "R1" }));
  disk.fill();
  const record = samplePass({ run: "R1", bootLog: "x".repeat(100_000) });
  const given = new AbortController();
  return { record, given, keeping: gate.keep(() => journal.endRun(record), given.signal) };
};

test("a record that finds no room at all is tried again until there is some", async (context) => {
  using disk = mountSmallDisk(dir, 4);
  if (disk === undefined) return context.skip();
  using station = open();
  const { journal } = station;
  const { record, keeping } = keepOnFullDisk(station, disk);
  expect(told).toEqual(["full"]);
  expect(journal.record("R1")).toBeUndefined();
  disk.makeRoom();
  expect(await keeping).toBe("stored");
  expect(journal.record("R1")).toEqual(record);
});

test("one that is given up says why", async (context) => {
  using disk = mountSmallDisk(dir, 4);
  if (disk === undefined) return context.skip();
  using station = open();
  const { given, keeping } = keepOnFullDisk(station, disk);
  given.abort();
  await expect(keeping).rejects.toThrow(`The disk that holds the journal in ${dir} is full.`);
});

test("a disk that is read-only closes the gate, and opens it when it can be written again", (context) => {
  using disk = mountSmallDisk(dir, 8);
  if (disk === undefined) return context.skip();
  using station = open();
  const { gate } = station;
  expect(gate.look()).toBeNull();
  disk.setAccess("ro");
  expect(gate.look()).toBe("read-only");
  disk.setAccess("rw");
  expect(gate.look()).toBeNull();
  expect(told).toEqual(["read-only", null]);
});

test("a journal that another program holds is waited for, and the gate closed as long", async () => {
  using station = open();
  const { journal, gate } = station;
  journal.startRun(sampleStart({ run: "R1" }));
  const other = new DatabaseSync(join(dir, JOURNAL_FILE));
  other.exec("BEGIN IMMEDIATE");
  const keeping = gate.keep(() => journal.endRun(samplePass({ run: "R1" })), never);
  expect(gate.look()).toBe("locked");
  other.close();
  expect(await keeping).toBe("stored");
  expect(gate.look()).toBeNull();
  expect(told).toEqual(["locked", null]);
});

test("a data folder that is gone takes no record to nowhere; put back, it has them", async () => {
  using station = open();
  const { journal, gate } = station;
  journal.startRun(sampleStart({ run: "R1" }));
  renameSync(dir, `${dir}-elsewhere`);
  expect(gate.look()).toBe("gone");
  const keeping = gate.keep(() => journal.endRun(samplePass({ run: "R1" })), never);
  renameSync(`${dir}-elsewhere`, dir);
  // What went into the folder while that lay elsewhere is in it.
  expect(await keeping).toBe("already-stored");
  expect(gate.look()).toBeNull();
  expect(told).toEqual(["gone", null]);
});

test("a journal in place of the one that was opened gets what is written from then on, start and end", async () => {
  openJournal(dir, { mode: "write" }).close();
  renameSync(dir, `${dir}-backup`);
  using station = open();
  const { journal, gate } = station;
  journal.startRun(sampleStart({ run: "R1" }));
  rmSync(dir, { recursive: true });
  mkdirSync(dir);
  expect(gate.look()).toBe("gone");
  rmSync(dir, { recursive: true });
  renameSync(`${dir}-backup`, dir);
  expect(await gate.keep(() => journal.endRun(samplePass({ run: "R1" })), never)).toBe("stored");
  expect(gate.look()).toBeNull();
  using seen = openJournal(dir, { mode: "read" });
  expect(seen.records()).toHaveLength(1);
});
