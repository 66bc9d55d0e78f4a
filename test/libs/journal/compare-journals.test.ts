import fc from "fast-check";
import { expect, test } from "vitest";
import { runRecordSchema } from "../../../libs/dispatch/run-schemas.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import { compareJournals, type JournalComparison } from "../../../libs/journal/compare-journals.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { verifyJournal } from "../../../libs/journal/verify-journal.ts";
import { changeByte, journalBytes, seenIn } from "./changed-byte.ts";
import { TABLES } from "./full-journal.ts";
import { bring, endFor, fileIn, type JournalPair, journalPair } from "./journal-pair.ts";
import { forge } from "./tamper.ts";

const RUNS = ["R1", "R2", "R3", "R4"];

const read = (record: unknown) => runRecordSchema.safeParse(record).data ?? null;

const compare = ({ line, station }: JournalPair): JournalComparison =>
  compareJournals({ line: fileIn(line), station: fileIn(station), read });

const isWhole = (folder: string): boolean =>
  verifyJournal({ file: fileIn(folder), told: [] }).faults.length === 0;

test("a line has what its station brought, while both are written; what waits is no fault", () => {
  const pair = journalPair(RUNS, 3);
  expect(compare(pair)).toEqual({
    ...{ brought: 3, aside: 0, answered: 0, waiting: 1, stations: ["line-b"], faults: [] },
    missing: [{ run: "R4", serial: "S-R4", fixture: "F01", station: "line-b", verdict: "pass" }],
  });
  using line = openJournal(pair.line, { mode: "write" });
  using station = openJournal(pair.station, { mode: "write" });
  // An answer came ahead of its record.
  const record = station.record("R4");
  if (record !== undefined) line.endRun(record);
  expect(compare(pair)).toMatchObject({
    brought: 3,
    answered: 1,
    waiting: 0,
    missing: [],
    faults: [],
  });
  bring(line, station, "R4");
  endFor(line, station, "R5");
  // As a newer program's, which this one cannot read, and one that contradicts.
  bring(line, station, "R5", () => null);
  endFor(line, station, "R6");
  line.endRun({ ...(station.record("R6") ?? never()), verdict: "aborted" });
  bring(line, station, "R6");
  expect(compare(pair)).toMatchObject({
    brought: 6,
    aside: 2,
    answered: 0,
    waiting: 0,
    faults: [],
  });
});

const never = (): never => {
  throw new Error("no record");
};

const END_OF_2 = "UPDATE run_ended SET verdict = 'fail', failure_code = 'no-link'";

test.each<[string, Partial<JournalPair>, ...object[]]>([
  [
    "a record that the line changed",
    { line: `${END_OF_2}, record = json_set(record, '$.verdict', 'fail') WHERE run = 'R2'` },
    {
      ...{ kind: "record-differs", key: '["R2"]', table: "run_ended" },
      problem: expect.stringMatching(/ R2 of S-R2 .*fail in the line's journal, pass in the stat/),
    },
  ],
  [
    "a column of a record that the line changed",
    { line: "UPDATE run_started SET serial = 'S-R9' WHERE run = 'R3'" },
    { kind: "record-differs", key: '["R3"]' },
  ],
  [
    "a record that the line lost",
    { line: "DELETE FROM delivery_order WHERE run = 'R2'; DELETE FROM run_ended WHERE run = 'R2'" },
    { kind: "record-missing", key: '["R2"]' },
  ],
  [
    "a record that the line knows nothing of, before others",
    { line: "DELETE FROM record_brought WHERE run = 'R2'; DELETE FROM run_sent WHERE run = 'R2'" },
    { kind: "not-brought", key: '["R2"]', place: expect.any(Number) },
  ],
  [
    "a record that the station changed, and all that its chain says from there",
    { station: `${END_OF_2} WHERE run = 'R3'` },
    { kind: "history-differs", key: '["R3"]' },
    { kind: "history-differs", key: '["R4"]' },
  ],
  [
    "the last rows of the station",
    {
      station: `DELETE FROM run_ended WHERE run = 'R4'; DELETE FROM delivery_order WHERE run = 'R4';
        DELETE FROM handover_order WHERE run = 'R4'`,
    },
    {
      kind: "tail-cut",
      key: '["R4"]',
      problem: expect.stringMatching(/ends at place \d+: .* R4,/),
    },
  ],
])("%s is found where both chains are whole", (_, { line, station }, ...faults) => {
  const pair = journalPair(RUNS);
  if (line !== undefined) forge(pair.line, line);
  if (station !== undefined) forge(pair.station, station);
  expect([pair.line, pair.station].map(isWhole)).toEqual([true, true]);
  expect(compare(pair).faults).toMatchObject(faults);
});

test("a record that a program wrote before today's fields were added is the same as one with them", () => {
  const pair = journalPair(["R1"]);
  const older = "json_remove(record, '$.unbrick', '$.recorded', '$.copiedMac')";
  forge(pair.line, `UPDATE run_ended SET record = ${older} WHERE run = 'R1'`);
  expect(compare(pair)).toMatchObject({ brought: 1, faults: [] });
});

test("an answer whose run the station has lost before it brought the record is found", () => {
  const pair = journalPair(RUNS, 3);
  {
    using line = openJournal(pair.line, { mode: "write" });
    using station = openJournal(pair.station, { mode: "write" });
    line.endRun(station.record("R4") ?? never());
  }
  const rows = ["run_ended", "delivery_order", "handover_order"];
  forge(pair.station, rows.map((table) => `DELETE FROM ${table} WHERE run = 'R4';`).join(""));
  expect(compare(pair).faults).toMatchObject([{ kind: "record-missing", key: '["R4"]' }]);
});

test("two that are no line and station are refused", () => {
  const pair = journalPair(RUNS);
  expect(() => compare({ line: pair.line, station: pair.line })).toThrow(InputError);
  expect(() => compare({ line: pair.station, station: pair.line })).toThrow(/line's by --data/);
  const stranger = journalPair(RUNS).station;
  expect(compare({ line: pair.line, station: stranger })).toMatchObject({ brought: 0, faults: [] });
});

test("a changed byte of a row that came from a station is found, whichever of the two journals it is in", () => {
  const pair = journalPair(RUNS.slice(0, 2));
  const files = [fileIn(pair.line), fileIn(pair.station)];
  const seen = () => JSON.stringify(files.map((file) => seenIn(file, TABLES)));
  const whole = seen();
  const bytes = files.flatMap((file) => journalBytes(file, TABLES));
  fc.assert(
    fc.property(fc.constantFrom(...bytes), fc.integer({ min: 1, max: 255 }), (byte, flipped) => {
      using _ = changeByte(byte, flipped);
      const faults = [
        ...files.flatMap((file) => verifyJournal({ file, told: [] }).faults),
        ...compare(pair).faults,
      ];
      // Some ways to write a value down mean the same: no reader sees them.
      return faults.length > 0 || seen() === whole;
    }),
    { numRuns: 30 },
  );
});
