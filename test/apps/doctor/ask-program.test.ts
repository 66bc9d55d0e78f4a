import { expect, test } from "vitest";
import { askProgram } from "../../../apps/doctor/ask-program.ts";

test("a program's answer, its exit code, and undefined for one that is missing", async () => {
  expect(await askProgram(["sh", "-c", "echo $LC_ALL"])).toEqual({ code: 0, stdout: "C\n" });
  expect(await askProgram(["sh", "-c", "echo no; exit 3"])).toEqual({ code: 3, stdout: "no\n" });
  expect(await askProgram(["no-such-program-here"])).toBeUndefined();
  // Nothing is asked of a terminal: what it reads has ended.
  expect(await askProgram(["cat"])).toEqual({ code: 0, stdout: "" });
});
