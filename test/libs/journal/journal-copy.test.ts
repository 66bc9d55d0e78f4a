import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyJournal } from "../../../libs/journal/copy-journal.ts";
import { scratchFolder, scratchJournal } from "./scratch.ts";

test("a copy goes into no file that is there, and leaves that as it is", async () => {
  const dir = scratchFolder();
  scratchJournal(dir);
  const file = join(scratchFolder(), "older.sqlite");
  writeFileSync(file, "an older copy");
  await expect(copyJournal(dir, file)).rejects.toThrow(/is there already/);
  expect(readFileSync(file, "utf8")).toBe("an older copy");
});
