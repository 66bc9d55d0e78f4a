import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { InputError } from "../../../libs/input/input-error.ts";
import { readBounded } from "../../../libs/input/read-bounded.ts";

const folder = mkdtempSync(join(tmpdir(), "read-bounded-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LIMIT = 10_000;

const problemOf = async (path: string, limit = LIMIT): Promise<string> => {
  const error: unknown = await readBounded(path, limit).then(
    ({ length }) => `${length} bytes`,
    (cause: unknown) => cause,
  );
  if (error instanceof InputError) return error.problem;
  throw new Error(`No InputError: ${String(error)}`);
};

test.each([0, 1, 4096, LIMIT])("a file of %i bytes is read whole", async (length) => {
  const bytes = Uint8Array.from({ length }, (_, at) => at * 31);
  const path = join(folder, "whole");
  writeFileSync(path, bytes);
  expect(Buffer.compare(await readBounded(path, LIMIT), bytes)).toBe(0);
});

test("one byte above the limit is too much", async () => {
  const path = join(folder, "large");
  writeFileSync(path, new Uint8Array(LIMIT + 1));
  expect(await problemOf(path)).toBe("has 10001 bytes, more than 10000.");
});

test("folders, pipes, devices and links to nowhere or in a circle are told from files, and not waited for", async () => {
  const [pipe, circle, nowhere] = ["pipe", "circle", "nowhere"].map((name) => join(folder, name));
  execFileSync("mkfifo", [pipe ?? ""]);
  symlinkSync("circle", circle ?? "");
  symlinkSync("gone", nowhere ?? "");
  const paths = [folder, pipe, "/dev/zero", circle, nowhere, join(folder, "a\0b")];
  const problems = await Promise.all(paths.map((path) => problemOf(path ?? "")));
  expect(problems).toEqual([
    "is a folder.",
    "is not a regular file.",
    "is not a regular file.",
    "is a link that leads round in a circle.",
    "does not exist.",
    "cannot be read (ERR_INVALID_ARG_VALUE).",
  ]);
});

// It calls itself a regular file of 0 bytes, and holds eight for every page of the address space.
test("a file that tells no size is read up to the limit, not to its end", async (context) => {
  const endless = "/proc/self/pagemap";
  if (!existsSync(endless)) context.skip(`there is no ${endless} here`);
  // It gives whole pages' worth only.
  expect(await problemOf(endless, 0xffff)).toBe("has more than 65535 bytes.");
  const short = await readBounded("/proc/self/comm", LIMIT);
  expect(short.length).toBeGreaterThan(0);
});

test("a file that grows while it is read costs no more than the limit", async () => {
  const path = join(folder, "growing");
  writeFileSync(path, new Uint8Array(100));
  const reading = problemOrLength(path);
  execFileSync("truncate", ["-s", "1G", path]);
  expect(["has more than 10000 bytes.", "has 1073741824 bytes, more than 10000.", "100"]).toContain(
    await reading,
  );
});

const problemOrLength = (path: string): Promise<string> =>
  readBounded(path, LIMIT).then(
    ({ length }) => String(length),
    (error: unknown) => (error instanceof InputError ? error.problem : String(error)),
  );
