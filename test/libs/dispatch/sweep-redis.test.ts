import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FOLDER_PREFIX, signFolder, sweepAbandoned } from "../../../libs/dispatch/sweep-redis.ts";

test("a private Redis's folder goes when its owner is dead, not while it lives or where that cannot be seen", async () => {
  const parent = mkdtempSync(join(tmpdir(), "sweep-"));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const folderOf = (name: string): string => join(parent, `${FOLDER_PREFIX}${name}`);
  for (const name of ["live", "dead", "elsewhere", "new"]) mkdirSync(folderOf(name));
  await signFolder(folderOf("live"));
  const own = readFileSync(join(folderOf("live"), "owner"), "utf8");
  // The number is in use again, by a process that began at another time.
  const dead = own.replace(/^(\d+) \d+/, "$1 1");
  writeFileSync(join(folderOf("dead"), "owner"), dead);
  // In a container that shares the folder its number means another process, or none.
  writeFileSync(join(folderOf("elsewhere"), "owner"), dead.replace(/\[\d+\]/, "[1]"));
  await sweepAbandoned(parent);
  const left = ["live", "dead", "elsewhere", "new"].filter((name) => existsSync(folderOf(name)));
  expect(left).toEqual(["live", "elsewhere", "new"]);
});
