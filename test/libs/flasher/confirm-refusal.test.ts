import { describe, expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import { confirmRefusal } from "../../../libs/flasher/confirm-refusal.ts";
import type { Progress } from "../../../libs/flasher/progress.ts";
import { expectFlashed } from "../../support/expect-board.ts";
import { startRun } from "../../support/memory-bench.ts";
import { answer, flip, OP, reply } from "../../support/tamper-frames.ts";

const READ_REGISTER = 0x03;
/** Of the register's value, behind its address. */
const ID_BYTE = 5;

describe("an answer spoilt on its way", () => {
  test("does not make another chip of a BK7231N", async () => {
    const run = startRun("bk7231n", { wire: answer(READ_REGISTER, 1, flip(ID_BYTE, 0x40)) });
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", failure: null });
    expect(end.recoveries).toContainEqual({ step: "identify", kind: "asked-again", count: 1 });
    expectFlashed(run);
  });

  test.each([1, 2, 3, 4])(
    "does not make another bootloader of a BK7231T's: CRC %i",
    async (nth) => {
      const run = startRun("bk7231t", { wire: answer(OP.crc, nth, flip(2, 0x01)) });
      expect(await run.end).toMatchObject({ verdict: "pass", failure: null });
      expectFlashed(run);
    },
  );
});

const refusal = (found: string): StepError =>
  new StepError({ code: "wrong-chip", expected: "BK7231N", found });

const outcomeOf = async (
  answers: readonly (string | StepError)[],
): Promise<string | Failure | undefined> => {
  const rest = [...answers];
  const progress: Progress = {
    step: "identify",
    bytes: () => undefined,
    recovered: () => undefined,
    note: () => undefined,
  };
  const ask = async (): Promise<string> => {
    const next = rest.shift();
    if (next instanceof Error) throw next;
    return next ?? "asked too often";
  };
  try {
    return await confirmRefusal(progress, ask);
  } catch (error) {
    return error instanceof StepError ? error.failure : undefined;
  }
};

test.each([
  ["an answer is taken at once", ["N"], "N"],
  ["a refusal is believed the second time", [refusal("T"), refusal("T")], refusal("T").failure],
  ["a refusal that does not come again was none", [refusal("T"), "N"], "N"],
  [
    "the last two must agree",
    [refusal("T"), refusal("U"), refusal("T"), refusal("T")],
    refusal("T").failure,
  ],
  [
    "a board that is another one each time has no good line",
    [refusal("T"), refusal("U"), refusal("T"), refusal("U")],
    { code: "link-lost", step: "identify", command: "identify" },
  ],
  [
    "other failures are not asked about",
    [new StepError({ code: "already-passed", mac: "02", otherSerial: "S" }), "N"],
    { code: "already-passed", mac: "02", otherSerial: "S" },
  ],
] as const)("%s", async (_, answers, outcome) => {
  expect(await outcomeOf(answers)).toEqual(outcome);
});

describe("an answer that is in no table", () => {
  test("is asked for again: a spoilt CRC makes no unknown bootloader", async () => {
    const run = startRun("bk7231n", { wire: answer(OP.crc, 1, flip(2, 0x01)) });
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", notes: [], board: { fingerprint: "e14191ba" } });
  });

  test("is asked for again: a spoilt flash id makes no unknown flash", async () => {
    const run = startRun("bk7231n", { wire: reply(OP.flashId, 1, flip(2, 0x80)) });
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", notes: [], board: { flashId: "eb6015" } });
  });

  test("that is another one each time ends the run", async () => {
    const wire = answer(
      OP.crc,
      () => true,
      (bytes) => bytes.map(() => spoilt.shift() ?? 0),
    );
    const spoilt = Array.from({ length: 100 }, (_, index) => index + 1);
    const end = await startRun("bk7231n", { wire }).end;
    expect(end.failure).toMatchObject({ code: "link-lost", step: "identify", command: "crc" });
  });
});
