import { resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startProcess } from "../../../libs/process/start-process.ts";

test("a process whose messages cannot be kept does its work all the same", async () => {
  const [, program = ""] = process.argv;
  process.argv[1] = resolve("dist/apps/cli/main.js");
  onTestFinished(() => {
    process.argv[1] = program;
  });
  const child = startProcess({ args: ["worker"], logFile: "/no/such/folder/worker.log" });
  expect(await child.ended).toEqual({ code: 2, signal: null });
});
