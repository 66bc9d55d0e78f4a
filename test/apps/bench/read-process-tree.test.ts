import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { readProcessTree, readPss } from "../../../apps/bench/read-process-tree.ts";

/** Says its own id once it has kept a core busy for a third of a second and taken 64 MB. */
const BUSY = `
  const taken = Buffer.alloc(64 << 20, 1);
  while (process.cpuUsage().user < 333_000);
  process.stdout.write(String(process.pid));
  process.stdin.on("end", () => taken.length).resume();
`;

test("finds a process below another, its CPU time and its memory", async () => {
  // A name in the command line that would spoil a reader that splits at blanks.
  const shell = spawn(
    "/bin/sh",
    ["-c", '"$0" -e "$1"; true', process.execPath, BUSY, "a ) (name"],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const [said] = await once(shell.stdout, "data");
  const tree = readProcessTree(process.pid);
  const found = tree.find(({ pid }) => pid === Number(said));
  expect(found?.parent).toBe(shell.pid);
  expect(found?.argv).toEqual([process.execPath, "-e", BUSY]);
  expect(found?.cpuSeconds).toBeGreaterThan(0.3);
  expect(readPss(Number(said))).toBeGreaterThan(64 << 20);
  shell.stdin.end();
  await once(shell, "close");
  expect(readProcessTree(process.pid).some(({ pid }) => pid === Number(said))).toBe(false);
  expect(readPss(Number(said))).toBe(0);
});
