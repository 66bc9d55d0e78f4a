import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { LotJournal } from "../../../apps/coordinator/lot-journal.ts";
import { samplePass } from "../../libs/journal/sample-records.ts";
import { scratchFolder, scratchJournal } from "../../libs/journal/scratch.ts";

test("a journal that takes no record is failing, however well it can be read, until it takes one again", () => {
  const folder = scratchFolder();
  const health: string[] = [];
  const warnings: string[] = [];
  const lot = new LotJournal(
    scratchJournal(folder),
    (text) => warnings.push(text),
    (state) => health.push(state),
  );
  const record = samplePass();
  // As with a full disk: what is there can still be read.
  using raw = new DatabaseSync(join(folder, "journal.sqlite"));
  raw.exec("CREATE TRIGGER full BEFORE INSERT ON run_ended BEGIN SELECT RAISE(ABORT, 'full'); END");
  lot.keep(record);
  lot.doubtsOf(record);
  expect(warnings).toEqual([expect.stringMatching(/^The journal cannot be written: /)]);
  expect(health.at(-1)).toBe("failing");
  raw.exec("DROP TRIGGER full");
  lot.keep(record);
  expect(health.at(-1)).toBe("good");
});
