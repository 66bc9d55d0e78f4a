import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { noteToldHead, readToldHeads } from "../../../libs/journal/told-heads.ts";
import { samplePass } from "./sample-records.ts";
import { scratchFolder, scratchJournal } from "./scratch.ts";

test("the last head that was told is remembered, and every one that the journal has lost", () => {
  const folder = scratchFolder();
  const journal = scratchJournal(folder);
  const told = (): readonly unknown[] => readToldHeads(folder).map(({ from: _, ...head }) => head);
  expect(told()).toEqual([]);
  const first = journal.head();
  noteToldHead(folder, journal, first);
  expect(told()).toEqual([first]);
  journal.endRun(samplePass({ run: "R1" }));
  const second = journal.head();
  noteToldHead(folder, journal, second);
  noteToldHead(folder, journal, first);
  expect(told()).toEqual([second]);
  // An older copy of it was put back, or a new one begun.
  const other = scratchJournal();
  noteToldHead(folder, other, other.head());
  noteToldHead(folder, other, other.head());
  expect(told()).toEqual([second, other.head()]);
  writeFileSync(join(folder, "journal.heads"), "no head\n\n");
  expect(told()).toEqual([]);
  rmSync(folder, { recursive: true });
  noteToldHead(folder, journal, second);
});
