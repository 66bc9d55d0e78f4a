import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

test("a crash is the station's failure: exit 3, not the 1 that means a bad board", async () => {
  const program = "test/apps/cli/crashing-program.ts";
  const child = spawn(process.execPath, [program], { stdio: "ignore" });
  expect(await once(child, "exit")).toEqual([3, null]);
});
