import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { LotJournal } from "../../../../apps/coordinator/records/lot-journal.ts";
import { JournalGate } from "../../../../libs/journal/journal-gate.ts";
import { samplePass } from "../../../libs/journal/sample-records.ts";
import { scratchFolder, scratchJournal } from "../../../libs/journal/scratch.ts";

const openLotJournal = (signal: AbortSignal) => {
  const dir = scratchFolder();
  const journal = scratchJournal(dir);
  const told: unknown[] = [];
  const gate = new JournalGate({ journal, dir, runs: 1, tell: (trouble) => told.push(trouble) });
  const lot = new LotJournal({ journal, gate, signal, warn: (text) => told.push(text) });
  // As with a full disk: what is there can still be read.
  const raw = new DatabaseSync(join(dir, "journal.sqlite"));
  raw.exec("CREATE TRIGGER full BEFORE INSERT ON run_ended BEGIN SELECT RAISE(ABORT, 'full'); END");
  const mend = (): void => {
    raw.exec("DROP TRIGGER full");
    raw.close();
  };
  return { lot, journal, told, mend };
};

test("a record that is not taken is tried again until it is, however well the journal can be read", async () => {
  const { lot, journal, told, mend } = openLotJournal(new AbortController().signal);
  using _ = lot;
  const record = samplePass();
  lot.keep(record);
  lot.doubtsOf(record);
  expect(told).toEqual(["failing"]);
  mend();
  expect(await lot.settle()).toEqual([]);
  expect(journal.record(record.run)).toEqual(record);
});

test("a line that ends waits for its records no longer than it is there, and knows which are not written", async () => {
  const { lot, mend } = openLotJournal(new AbortController().signal);
  const record = samplePass();
  lot.keep(record);
  lot[Symbol.dispose]();
  expect(await lot.settle()).toEqual([record]);
  mend();
});
