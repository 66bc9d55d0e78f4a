import { describe, expect, test } from "vitest";
import type { RunHappening } from "../../../libs/run/run-event.ts";
import type { StepRecord } from "../../../libs/run/run-record.ts";
import { expectFlashed, expectUnpowered } from "../../support/expect-board.ts";
import { startRun } from "../../support/memory-bench.ts";
import { answer, type Change, flip, OP, reply, request } from "../../support/tamper-frames.ts";

/** A byte of a write's data, behind its address. */
const DATA = 4 + 100;

const stepsOf = (steps: readonly StepRecord[]): string[] => steps.map(({ step }) => step);

describe.each(["bk7231n", "bk7231t"] as const)("on a %s", (chip) => {
  test.each([
    { what: "one sector", which: 12, count: 1 },
    { what: "eight sectors", which: (nth: number) => nth % 5 === 0 && nth <= 40, count: 8 },
  ])(
    "$what spoiled on the way are written once more, and all is verified again",
    async ({ which, count }) => {
      const run = startRun(chip, { wire: request(OP.write, which, flip(DATA, 0x10)) });
      const end = await run.end;
      expect(end).toMatchObject({ verdict: "pass", failure: null });
      expect(end.recoveries).toContainEqual({ step: "repair", kind: "rewritten", count });
      expect(stepsOf(end.steps).slice(-5)).toEqual([
        "verify",
        "repair",
        "verify",
        "boot",
        "release",
      ]);
      expect(end.crcs.map(({ address }) => address)).toEqual(
        run.plan.regions.map(({ start }) => start),
      );
      expectFlashed(run);
    },
  );

  test("more spoiled sectors than an accident makes are a failure", async () => {
    const every5th = (nth: number): boolean => nth % 5 === 0;
    const run = startRun(chip, { wire: request(OP.write, every5th, flip(DATA, 0x10)) });
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "fail", failure: { code: "write-failed" }, crcs: [] });
    expectUnpowered(run);
  });

  test("a sector that stays wrong after its repair is a failure, and repaired only once", async () => {
    const run = startRun(chip, { faults: ["stuck:0x15003:0x10"] });
    const end = await run.end;
    expect(end).toMatchObject({
      verdict: "fail",
      failure: { code: "erase-failed", address: 0x15003 },
    });
    expect(stepsOf(end.steps).filter((step) => step === "verify")).toHaveLength(2);
    expect(end.recoveries).toContainEqual({ step: "repair", kind: "rewritten", count: 1 });
  });

  test("a CRC garbled on its way is asked for again, and nothing is rewritten", async () => {
    let isDue = false;
    const once = (): boolean => {
      const due = isDue;
      isDue = false;
      return due;
    };
    const run = startRun(chip, { wire: answer(OP.crc, once, flip(1, 0x01)) });
    const verifies = (news: RunHappening): boolean =>
      news.kind === "step-started" && news.step === "verify";
    run.when(verifies, () => {
      isDue = true;
    });
    const end = await run.end;
    expect(end.verdict).toBe("pass");
    expect(stepsOf(end.steps)).not.toContain("repair");
    expectFlashed(run);
  });

  test("a chip whose CRC is never right fails, whatever is in its flash", async () => {
    const run = startRun(chip, { faults: ["wrong-crc"] });
    expect(await run.end).toMatchObject({
      verdict: "fail",
      failure: { code: "verify-mismatch" },
      crcs: [],
    });
  });

  test("read-back finds a spoiled sector, which is repaired, and ends with the CRC", async () => {
    const order = { verify: "readback" } as const;
    const run = startRun(chip, { order, wire: request(OP.write, 12, flip(DATA, 0x10)) });
    const end = await run.end;
    expect(end.verdict).toBe("pass");
    expect(end.recoveries).toContainEqual({ step: "repair", kind: "rewritten", count: 1 });
    expect(end.crcs).toHaveLength(run.plan.regions.length);
    expectFlashed(run);
  });

  test("a sector garbled while it is read back is read again", async () => {
    const order = { verify: "readback" } as const;
    const run = startRun(chip, { order, wire: reply(OP.read, 9, flip(200, 0x10)) });
    const end = await run.end;
    expect(end.verdict).toBe("pass");
    expect(end.recoveries).toEqual([{ step: "verify", kind: "asked-again", count: 1 }]);
    expectFlashed(run);
  });
});

test.each(["bk7231t", "bk7231u"] as const)(
  "a %s that took nothing of all that was written is restarted, and everything written anew",
  async (chip) => {
    let isFirst = true;
    // What was sent arrives as a write of nothing but ones, which changes nothing in a NOR flash.
    const blank: Change = (payload) =>
      isFirst ? Uint8Array.from(payload, (byte, at) => (at < 4 ? byte : 0xff)) : payload;
    const run = startRun(chip, { wire: request(OP.write, () => true, blank) });
    const verifies = (news: RunHappening): boolean =>
      news.kind === "step-started" && news.step === "verify";
    run.when(verifies, () => {
      isFirst = false;
    });
    const end = await run.end;
    expect(end.verdict).toBe("pass");
    expect(end.recoveries).toContainEqual({ step: "link", kind: "started-over", count: 1 });
    expectFlashed(run);
  },
);
