import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openJournal } from "../../../libs/journal/open-journal.ts";

test("a lot goes on to its end when nobody reads its news any more", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "lost-reader-"));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const options = ["--fast", "--json", "--fixtures", "2", "--boards", "4", "--data", dataDir];
  const child = spawn("bin/flashline", ["demo", ...options], { stdio: ["ignore", "pipe", "pipe"] });
  await once(child.stdout, "data");
  child.stdout.destroy();
  child.stderr.destroy();
  expect(await once(child, "exit")).toEqual([0, null]);
  using journal = openJournal(dataDir, { mode: "read" });
  expect(journal.records().map(({ verdict }) => verdict)).toEqual(["pass", "pass", "pass", "pass"]);
});
