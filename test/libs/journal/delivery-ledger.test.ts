import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { Journal } from "../../../libs/journal/journal.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { sampleFailure, samplePass, sampleStart } from "./sample-records.ts";
import { scratchFolder, scratchJournal } from "./scratch.ts";

const AT = "2026-03-01T12:00:00.000Z";
const to = { receiver: "https://mes", at: AT };

const order = ({ delivery }: Journal): readonly string[] => {
  const runs: string[] = [];
  for (let next = delivery.recordAfter(0); next !== undefined; ) {
    runs.push(next.record.run);
    next = delivery.recordAfter(next.place);
  }
  return runs;
};

test("records are delivered in the order they came into the journal, whenever their runs began", () => {
  const journal = scratchJournal();
  expect(journal.delivery.standing()).toEqual({
    ...{ waiting: 0, oldestAt: null, delivered: null, failing: null },
  });
  journal.startRun(sampleStart({ run: "R1", startedAt: "2026-03-01T10:00:00.000Z" }));
  journal.endRun(samplePass({ run: "R2", startedAt: "2026-03-01T11:00:00.000Z" }));
  journal.endRun(samplePass({ run: "R1", startedAt: "2026-03-01T10:00:00.000Z" }));
  journal.endRun(samplePass({ run: "R2", startedAt: "2026-03-01T11:00:00.000Z" }));
  journal.endRun(sampleFailure({ code: "interrupted" }, { run: "R0" }));
  expect(order(journal)).toEqual(["R2", "R1", "R0"]);
  expect(journal.delivery.recordAfter(0)?.record).toEqual(journal.record("R2"));
});

test("a mark says that all before it is delivered; failures count for the oldest that waits", () => {
  const journal = scratchJournal();
  const { delivery } = journal;
  for (const run of ["R1", "R2", "R3"]) journal.endRun(samplePass({ run }));
  delivery.noteFailure({ ...to, place: 1, problem: "away" });
  delivery.mark({ ...to, place: 2 });
  expect(delivery.deliveredUpTo()).toBe(2);
  expect(delivery.standing()).toMatchObject({ waiting: 1, delivered: { place: 2 }, failing: null });
  delivery.noteFailure({ ...to, place: 3, problem: "away" });
  delivery.noteFailure({
    ...to,
    place: 3,
    problem: "answered 500",
    at: "2026-03-01T13:00:00.000Z",
  });
  expect(delivery.standing()).toEqual({
    waiting: 1,
    oldestAt: samplePass().endedAt,
    delivered: { ...to, place: 2 },
    failing: {
      since: AT,
      last: { ...to, place: 3, problem: "answered 500", at: "2026-03-01T13:00:00.000Z" },
    },
  });
  expect(["R1", "R2", "R3"].map((run) => delivery.markOf(run)?.place)).toEqual([2, 2, undefined]);
  delivery.mark({ ...to, place: 1 });
  delivery.mark({ ...to, place: 2, at: "later" });
  expect(delivery.markOf("R1")).toEqual({ ...to, place: 2 });
});

test("a journal of an older program: its runs in the order they came, and nothing where it is only read", () => {
  const folder = scratchFolder();
  const path = join(folder, "journal.sqlite");
  const tables = readFileSync(join(import.meta.dirname, "version-1.sql"), "utf8");
  {
    using raw = new DatabaseSync(path);
    raw.exec(`PRAGMA journal_mode = WAL; BEGIN; ${tables} COMMIT;`);
    const start = raw.prepare("INSERT INTO run_started VALUES (?, 'L', 'S', 'F', 'x', 'now', ?)");
    const end = raw.prepare("INSERT INTO run_ended VALUES (?, 'now', 'pass', NULL, NULL, ?)");
    for (const run of ["R2", "R1", "R3"]) {
      start.run(run, JSON.stringify(sampleStart({ run })));
      end.run(run, JSON.stringify(samplePass({ run })));
    }
  }
  {
    using old = openJournal(folder, { mode: "read" });
    expect(old.delivery.standing()).toBeUndefined();
    expect(old.delivery.markOf("R1")).toBeNull();
  }
  expect(order(scratchJournal(folder))).toEqual(["R2", "R1", "R3"]);
});

test("another program that holds the journal holds up no more than was allowed", () => {
  const folder = scratchFolder();
  scratchJournal(folder).endRun(samplePass({ run: "R1" }));
  using journal = openJournal(folder, { mode: "write", busyMs: 1 });
  using other = new DatabaseSync(join(folder, "journal.sqlite"));
  other.exec("BEGIN IMMEDIATE");
  expect(journal.delivery.recordAfter(0)?.place).toBe(1);
  expect(() => journal.delivery.mark({ ...to, place: 1 })).toThrow(/locked by another program/);
  other.exec("ROLLBACK");
  journal.delivery.mark({ ...to, place: 1 });
});
