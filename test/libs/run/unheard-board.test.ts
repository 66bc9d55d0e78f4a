import { describe, expect, test } from "vitest";
import { explainToEngineer } from "../../../libs/failure/explain.ts";
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

  test("silence on both of its ports is a probable brick only where the chip lives by its bootloader", async () => {
    const failureOf = async (chip: "bk7231n" | "bk7231t", fault: string) =>
      (await startRun(chip, { faults: [fault] }).end).failure;
    const brick = await failureOf("bk7231t", "reset-held");
    expect(brick).toMatchObject({ log: "nothing", brickIn: "F01" });
    expect(brick && explainToEngineer(brick)).toContain(
      "npx flashline unbrick --jig FILE --fixture F01 --image FILE",
    );
    expect(await failureOf("bk7231n", "mute")).not.toHaveProperty("brickIn");
    expect(await failureOf("bk7231t", "mute")).not.toHaveProperty("brickIn");
  });

  test("where it has a wire of its own", async () => {
    const end = await startRun("bk7231t", { faults: ["deaf"], wiring: { logPort: "absent" } }).end;
    expect(end.failure).toMatchObject({ code: "no-link" });
    expect(end.failure).not.toHaveProperty("log");
  });
});
