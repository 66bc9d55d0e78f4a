import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { writeOutput } from "../../../apps/cli/write-output.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";

const folder = mkdtempSync(join(tmpdir(), "write-output-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});
const path = (name: string): string => join(folder, name);

test("pieces become one file, large ones and small ones, and nothing else is left", async () => {
  const large = "x".repeat(3 << 20);
  await writeOutput(["a", "", large, "é\n"], path("out"));
  expect(readFileSync(path("out"), "utf8")).toBe(`a${large}é\n`);
  expect(readdirSync(folder)).toEqual(["out"]);
});

test("an older file is replaced, through a link too, and the link stays", async () => {
  writeFileSync(path("old"), "old");
  symlinkSync("old", path("link"));
  await writeOutput("new", path("link"));
  expect(readFileSync(path("old"), "utf8")).toBe("new");
  expect(lstatSync(path("link")).isSymbolicLink()).toBe(true);
});

test("a report that breaks off leaves the older file as it was", async () => {
  writeFileSync(path("out"), "old");
  const broken = function* (): Generator<string> {
    yield "x".repeat(2 << 20);
    throw new JournalError("The journal in data is damaged.");
  };
  await expect(writeOutput(broken(), path("out"))).rejects.toThrow(JournalError);
  expect(readFileSync(path("out"), "utf8")).toBe("old");
  expect(readdirSync(folder)).toEqual(["out"]);
});

test("a full disk is the station's trouble, said in words", async () => {
  const written = writeOutput("x", "/dev/full");
  await expect(written).rejects.toThrow(StationError);
  await expect(written).rejects.toThrow(
    /^\/dev\/full cannot be written: its disk is full \(ENOSPC\)\./,
  );
});

test.each([
  ["a folder that is not there", "missing/out", "ENOENT"],
  ["a folder", "folder", "EISDIR"],
  ["a file where a folder should be", "file/out", "ENOTDIR"],
])("%s is refused", async (_, name, code) => {
  mkdirSync(path("folder"));
  writeFileSync(path("file"), "");
  const written = writeOutput("x", path(name));
  await expect(written).rejects.toThrow(InputError);
  await expect(written).rejects.toThrow(`cannot be written (${code}). Name a file`);
  expect(existsSync(path("missing"))).toBe(false);
  expect(readdirSync(folder).toSorted()).toEqual(["file", "folder"]);
});
