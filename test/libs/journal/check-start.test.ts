import { expect, test } from "vitest";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { rawJournal } from "../../support/raw-journal.ts";
import { openRaw, TABLES } from "./full-journal.ts";
import { samplePass } from "./sample-records.ts";
import { scratchFolder } from "./scratch.ts";

const fullJournal = (): string => {
  const folder = scratchFolder();
  openRaw(folder).close();
  return folder;
};

const change = (folder: string, sql: string): void => {
  using raw = rawJournal(folder, { enableForeignKeyConstraints: false });
  raw.exec(`PRAGMA synchronous = OFF; BEGIN; ${sql}; COMMIT`);
};

test("a whole journal is opened, with rows in every table and something of somebody's own", () => {
  const folder = fullJournal();
  change(folder, "CREATE INDEX own ON run_ended (ended_at)");
  using journal = openJournal(folder, { mode: "write" });
  for (let run = 0; run < 70; run += 1) journal.endRun(samplePass({ run: `N${run}` }));
  openJournal(folder, { mode: "write" }).close();
});

test.each(TABLES.filter((table) => table !== "chain"))(
  "a changed row of %s keeps it from being written",
  (table) => {
    const folder = fullJournal();
    using raw = rawJournal(folder);
    const [{ name = "" } = {}] = raw
      .prepare("SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT' AND pk = 0")
      .all(table);
    const column = name === "" ? "run" : String(name);
    const guard = raw
      .prepare("SELECT sql FROM sqlite_schema WHERE name = ?")
      .get(`${table}_no_update`);
    change(
      folder,
      `PRAGMA ignore_check_constraints = ON; DROP TRIGGER ${table}_no_update;
     UPDATE ${table} SET ${column} = coalesce(${column}, '') || ' '; ${guard?.sql}`,
    );
    expect(() => openJournal(folder, { mode: "write" })).toThrow(JournalError);
    openJournal(folder, { mode: "read" }).close();
  },
);

test.each([
  ["a row that is gone", "DROP TRIGGER run_void_no_delete; DELETE FROM run_void", "run_void"],
  ["a rule that is gone", "DROP TRIGGER run_ended_chained", "run_ended_chained is missing"],
  [
    "a place that is gone",
    "DROP TRIGGER chain_no_delete; DELETE FROM chain WHERE place = 9",
    "chain_no_delete",
  ],
])("%s does, too, and says what to do", (_, sql, problem) => {
  const folder = fullJournal();
  change(folder, sql);
  const open = (): unknown => openJournal(folder, { mode: "write" });
  expect(open).toThrow(problem);
  expect(open).toThrow(/is damaged: .*Nothing is written to it: ask npx flashline journal verify/);
});
