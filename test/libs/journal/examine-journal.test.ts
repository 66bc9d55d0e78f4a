import { copyFileSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { examineJournal } from "../../../libs/journal/examine-journal.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { sampleBinding, samplePass } from "./sample-records.ts";
import { scratchFolder, scratchJournal } from "./scratch.ts";

const FILE = "journal.sqlite";

/** A folder with a journal of many rows, closed. */
const folderAtRest = (): string => {
  const folder = scratchFolder();
  using journal = openJournal(folder, { mode: "write" });
  journal.bindLot(sampleBinding());
  for (let run = 0; run < 40; run++) journal.endRun(samplePass({ run: `R${run}` }));
  return folder;
};

test("none, a whole one at rest and one that others write: looked at without a trace", () => {
  expect(examineJournal(scratchFolder())).toBe("absent");
  const folder = folderAtRest();
  expect(examineJournal(folder)).toBe("whole");
  expect(readdirSync(folder)).toEqual([FILE]);
  const writer = scratchJournal(folder);
  writer.endRun(samplePass({ run: "R99" }));
  expect(examineJournal(folder)).toBe("whole");
  writer.endRun(samplePass({ run: "R100" }));
});

test("damage anywhere in the file, a cut file, and another file of its name", () => {
  const folder = folderAtRest();
  const { size } = statSync(join(folder, FILE));
  const damaged = scratchFolder();
  copyFileSync(join(folder, FILE), join(damaged, FILE));
  const file = openSync(join(damaged, FILE), "r+");
  for (let at = 4096; at < size; at += 4096)
    writeSync(file, new Uint8Array(64).fill(0xa5), 0, 64, at);
  expect(examineJournal(damaged)).toMatchObject({ problem: expect.stringContaining("damaged") });
  for (const content of ["", "no journal\u001b[2J", "x".repeat(9000)]) {
    const other = scratchFolder();
    writeFileSync(join(other, FILE), content);
    expect(examineJournal(other)).toMatchObject({ problem: expect.stringContaining("damaged") });
  }
});

test("one of a newer program is told as that", () => {
  const folder = folderAtRest();
  const database = new DatabaseSync(join(folder, FILE));
  database.exec("PRAGMA user_version = 999");
  database.close();
  expect(examineJournal(folder)).toBe("newer");
});
