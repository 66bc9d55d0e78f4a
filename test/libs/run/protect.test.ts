import { describe, expect, test } from "vitest";
import { expectFlashed } from "../../support/expect-board.ts";
import { startRun } from "../../support/memory-bench.ts";

const CLOSED = { protection: "closed" } as const;
const PROTECT_ALL = 0x1c;

describe.each(["bk7231n", "bk7231t"] as const)("a %s whose recipe wants protection", (chip) => {
  test("ends with its flash closed, every other bit of its status kept, and boots", async () => {
    const boot = { expect: ["1.18.0"], never: [], withinMs: 5000 };
    const run = startRun(chip, { order: { ...CLOSED, boot } });
    const before = run.fixture.board.flashStatus;
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", failure: null });
    expect(end.steps.map(({ step }) => step).slice(-4)).toEqual([
      "verify",
      "protect",
      "boot",
      "release",
    ]);
    const after = run.fixture.board.flashStatus;
    expect(after & PROTECT_ALL).toBe(PROTECT_ALL);
    expect(after & ~0x407c).toBe(before & ~0x407c);
    expectFlashed(run);
  });

  test("is opened again by the next run", async () => {
    const first = startRun(chip, { order: CLOSED });
    await first.end;
    const next = startRun(chip, { flash: first.fixture.board.flash.slice(), order: CLOSED });
    expect((await next.end).verdict).toBe("pass");
    expectFlashed(next);
  });
});

test("without the wish a flash that the host opened stays open", async () => {
  const run = startRun("bk7231n");
  expect((await run.end).verdict).toBe("pass");
  expect(run.fixture.board.flashStatus & 0x407c).toBe(0);
});

test("a flash that does not take its protection is a failure, told as what it is", async () => {
  let isVerified = false;
  const lock = (bytes: Uint8Array): Uint8Array => {
    const isStatusWrite = bytes[4] === 0xf4 && bytes[7] === 0x0d;
    // As a part does that ignores the write: the command arrives as a read.
    return isVerified && isStatusWrite
      ? Uint8Array.from([...bytes.subarray(0, 7), 0x0c, 5, 0, 0])
      : bytes;
  };
  const run = startRun("bk7231n", { order: CLOSED, wire: { toChip: lock } });
  run.when(
    (news) => news.kind === "step-started" && news.step === "protect",
    () => {
      isVerified = true;
    },
  );
  const end = await run.end;
  expect(end).toMatchObject({ verdict: "fail", failure: { code: "unprotected", wanted: 0x1c } });
});
