import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("a bug that nobody caught asks the worker to stop, so that its boards are switched off", async () => {
  const program = "test/libs/process/crashing-process.ts";
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  expect(stdout).toBe("internal: a bug\n");
});
