import { describe, expect, test } from "vitest";
import { causeClassesOf } from "../../../libs/failure/likely-causes.ts";
import { startRun } from "../../support/memory-bench.ts";

describe("the log port knows more of a board that gives no answer", () => {
  test.each([
    ["bk7231t", "deaf", "app"],
    ["bk7231n", "deaf", "app"],
    ["bk7231t", "mute", "bootloader"],
    ["bk7231n", "mute", "nothing"],
    ["bk7231t", "reset-held", "nothing"],
  ] as const)("%s, %s: it got to %s", async (chip, fault, log) => {
    const end = await startRun(chip, { faults: [fault] }).end;
    expect(end.failure).toMatchObject({ code: "no-link", log });
    expect(end.failure && causeClassesOf(end.failure)).toContain("contact");
  });

  test("where it has a wire of its own", async () => {
    const end = await startRun("bk7231t", { faults: ["deaf"], wiring: { logPort: "absent" } }).end;
    expect(end.failure).toMatchObject({ code: "no-link" });
    expect(end.failure).not.toHaveProperty("log");
  });
});
