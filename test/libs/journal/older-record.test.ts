import { expect, test } from "vitest";
import { parseMessage } from "../../../libs/dispatch/parse-message.ts";
import { runRecordSchema } from "../../../libs/dispatch/run-schemas.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { historyOf } from "../../../libs/report/board-history.ts";
import { formatJsonHistory } from "../../../libs/report/json-history.ts";
import { formatTextHistory } from "../../../libs/report/text-history.ts";
import { rawJournal } from "../../support/raw-journal.ts";
import { sampleStart } from "./sample-records.ts";
import { scratchFolder } from "./scratch.ts";

/** A run's start before anybody approved recipes. */
const startOf = (schema: number): object => {
  const { approval: _, ...start } = sampleStart({ run: "R1", schema });
  return start;
};

/** A passed run as version 0.1 wrote it: no recoveries, no count of what was sent. */
const END_V1 = {
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

const ADDED_BY_2 = { written: 9000, recoveries: [], backup: null };

const ADDED_BY_5 = { recorded: "whole", copiedMac: null, unbrick: null };

/** Records of older programs, each as it is stored and as it is read today. */
const OLDER: readonly (readonly [schema: number, stored: object, read: object])[] = [
  [
    1,
    { ...startOf(1), ...END_V1 },
    {
      ...startOf(1),
      ...END_V1,
      approval: null,
      identity: null,
      written: 8192,
      recoveries: [],
      backup: null,
      ...ADDED_BY_5,
    },
  ],
  [
    2,
    { ...startOf(2), ...END_V1, ...ADDED_BY_2 },
    { ...startOf(2), ...END_V1, ...ADDED_BY_2, approval: null, identity: null, ...ADDED_BY_5 },
  ],
];

/** A journal with that row in it, written past this program's own hands. */
const olderJournal = (schema: number, stored: object): Journal => {
  const folder = scratchFolder();
  const journal = openJournal(folder, { mode: "write" });
  const { run, lot, serial, fixture, station, startedAt } = sampleStart({ run: "R1" });
  using raw = rawJournal(folder);
  raw
    .prepare("INSERT INTO run_started VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(run, lot, serial, fixture, station, startedAt, JSON.stringify(startOf(schema)));
  raw
    .prepare("INSERT INTO run_ended VALUES ('R1', ?, 'pass', NULL, NULL, ?)")
    .run(END_V1.endedAt, JSON.stringify(stored));
  return journal;
};

test.each(OLDER)("a row of schema %d is read with today's fields", (schema, stored, read) => {
  using journal = olderJournal(schema, stored);
  expect(journal.record("R1")).toEqual(read);
  expect(journal.records()).toEqual([read]);
  expect(journal.startOf("R1")).toEqual({ ...startOf(schema), approval: null });
});

test.each(OLDER)("a row of schema %d is shown and told as JSON", (schema, stored, read) => {
  using journal = olderJournal(schema, stored);
  const history = historyOf(journal, "SN0001");
  expect(formatTextHistory(history, "UTC")).toMatch(/Written +\d+ bytes/);
  expect(JSON.parse(formatJsonHistory(history)).runs).toEqual([
    { ...read, explanation: null, delivered: null, origin: null },
  ]);
});

test.each(OLDER)(
  "a record of schema %d that an older worker delivers is taken, and known as the same when it comes again",
  (schema, stored, read) => {
    using journal = olderJournal(schema, stored);
    const sent = parseMessage(runRecordSchema, JSON.stringify(stored));
    expect(sent).toEqual(read);
    if (sent === undefined) return;
    expect(journal.endRun(sent)).toBe("already-stored");
    const next = { ...sent, run: "R2" };
    expect(journal.endRun(next)).toBe("stored");
    expect(journal.record("R2")).toEqual(next);
  },
);

test.each([
  [2, "written"],
  [2, "recoveries"],
  [2, "backup"],
  [3, "approval"],
  [3, "identity"],
  [5, "recorded"],
  [5, "copiedMac"],
] as const)("a record of schema %d without %s is refused", (schema, field) => {
  const start = { ...sampleStart(), schema };
  const whole = { ...start, ...END_V1, ...ADDED_BY_2, identity: null, ...ADDED_BY_5 };
  expect(parseMessage(runRecordSchema, JSON.stringify(whole))).toBeDefined();
  const record = { ...whole, [field]: undefined };
  expect(parseMessage(runRecordSchema, JSON.stringify(record))).toBeUndefined();
});
