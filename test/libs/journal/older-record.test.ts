import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { parseMessage } from "../../../libs/dispatch/parse-message.ts";
import { runRecordSchema } from "../../../libs/dispatch/run-schemas.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { formatJsonHistory, historyOf } from "../../../libs/report/board-history.ts";
import { formatTextHistory } from "../../../libs/report/text-history.ts";
import { sampleStart } from "./sample-records.ts";
import { scratchFolder } from "./scratch.ts";

const START = sampleStart({ run: "R1", schema: 1 });

/** A passed run as version 0.1 wrote it: no recoveries, no count of what was sent. */
const RECORD_V1 = {
  ...START,
  endedAt: "2026-03-01T10:00:23.400Z",
  verdict: "pass",
  failure: null,
  board: null,
  steps: [
    {
      step: "write",
      startedAt: "2026-03-01T10:00:01.000Z",
      durationMs: 18_200,
      bytes: 8192,
      retries: 1,
    },
  ],
  baud: 921_600,
  linkAttempts: 1,
  crcs: [],
  notes: [],
  bootLog: "",
};

const COMPLETED = { ...RECORD_V1, written: 8192, recoveries: [], backup: null };

/** A journal with that row in it, written past this program's own hands. */
const olderJournal = (): Journal => {
  const folder = scratchFolder();
  const journal = openJournal(folder, { mode: "write" });
  journal.startRun(START);
  using raw = new DatabaseSync(join(folder, "journal.sqlite"));
  raw
    .prepare("INSERT INTO run_ended VALUES ('R1', ?, 'pass', NULL, NULL, ?)")
    .run(RECORD_V1.endedAt, JSON.stringify(RECORD_V1));
  return journal;
};

test("a row of an older program is read with today's fields", () => {
  using journal = olderJournal();
  expect(journal.record("R1")).toEqual(COMPLETED);
  expect(journal.records()).toEqual([COMPLETED]);
});

test("a row of an older program is shown and told as JSON", () => {
  using journal = olderJournal();
  const history = historyOf(journal, START.serial);
  expect(formatTextHistory(history, "UTC")).toMatch(/Written +8192 bytes/);
  expect(JSON.parse(formatJsonHistory(history)).runs).toEqual([
    { ...COMPLETED, explanation: null },
  ]);
});

test("a record that an older worker delivers is taken, and known as the same when it comes again", () => {
  using journal = olderJournal();
  const sent = parseMessage(runRecordSchema, JSON.stringify(RECORD_V1));
  expect(sent).toEqual(COMPLETED);
  if (sent === undefined) return;
  expect(journal.endRun(sent)).toBe("already-stored");
  const next = { ...sent, run: "R2" };
  expect(journal.endRun(next)).toBe("stored");
  expect(journal.record("R2")).toEqual(next);
});

test.each(["written", "recoveries", "backup"] as const)(
  "a record of schema 2 without %s is refused",
  (field) => {
    const record = { ...COMPLETED, schema: 2, [field]: undefined };
    expect(parseMessage(runRecordSchema, JSON.stringify(record))).toBeUndefined();
  },
);
