import { describe, expect, test } from "vitest";
import type { RunHappening } from "../../../libs/run/run-event.ts";
import { expectUnpowered } from "../../support/expect-board.ts";
import { type BenchRun, BOARD_MAC, expectedFlash, startRun } from "../../support/memory-bench.ts";
import { flip, OP, reply } from "../../support/tamper-frames.ts";

/** Boards whose flash only a restart opens for sure after a CRC, and identifying them takes CRCs. */
const CLOSED_BY_CRC = [
  { chip: "bk7231t", faults: ["bootloader:1.0.1"] },
  { chip: "bk7231t", faults: ["bootloader:1.0.4"] },
  { chip: "bk7231u", faults: [] },
] as const;

const expectProgrammed = ({ fixture, before, plan }: BenchRun): void =>
  expect(Buffer.compare(fixture.board.flash, expectedFlash(before, plan))).toBe(0);

const isFirstErase = (news: RunHappening): boolean =>
  news.kind === "step-started" && news.step === "erase";

describe.each(CLOSED_BY_CRC)("a $chip $faults that was asked for CRCs", ({ chip, faults }) => {
  test("is restarted before its first erase, and written once", async () => {
    const run = startRun(chip, { faults });
    let edges = 0;
    run.when(isFirstErase, () => {
      edges = run.fixture.edges.length;
    });
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", linkAttempts: 2, recoveries: [] });
    expect(edges).toBe(3);
    expect(end.steps.filter(({ step }) => step === "write")).toHaveLength(1);
    expectProgrammed(run);
    expectUnpowered(run);
  });

  test("and found to be another board after the restart is refused, untouched", async () => {
    const run = startRun(chip, { faults });
    let swapped: Uint8Array | undefined;
    run.when(
      (news) => news.kind === "board-identified",
      () => {
        const { flash } = run.fixture.board;
        const mac = Buffer.from(flash).indexOf(Buffer.from("c8478ca1b2c3", "hex"));
        flash[mac + 5] = 0x99;
        swapped = flash.slice();
      },
    );
    const end = await run.end;
    expect(end.failure).toMatchObject({ code: "wrong-chip", found: "another board" });
    expect(Buffer.compare(run.fixture.board.flash, swapped ?? new Uint8Array(0))).toBe(0);
    expectUnpowered(run);
  });
});

/** The board's calibration as a bad wire shows it: after the restart, each time with another byte wrong. */
const garbledSince = (isRestarted: () => boolean, times: number) => {
  const mac = Buffer.from(BOARD_MAC, "hex");
  let spoilt = 0;
  return (payload: Uint8Array): Uint8Array => {
    const at = Buffer.from(payload).indexOf(mac);
    if (at < 0 || !isRestarted() || spoilt === times) return payload;
    spoilt += 1;
    // The mark of the calibration, without which no MAC is seen, and a byte of the trim.
    return flip(at + 19 + spoilt, 0x04)(flip(at - 36, 0x04)(payload) ?? payload) ?? payload;
  };
};

describe.each(CLOSED_BY_CRC)("a $chip $faults restarted on a bad wire", ({ chip, faults }) => {
  const startGarbled = (times: number): BenchRun => {
    const spoil = garbledSince(() => run.fixture.edges.length > 1, times);
    const run = startRun(chip, { faults, wire: reply(OP.read, () => true, spoil) });
    return run;
  };

  test.each([1, 3])("is known again after %i garbled readings", async (times) => {
    const run = startGarbled(times);
    expect(await run.end).toMatchObject({ verdict: "pass", linkAttempts: 2 });
    expectProgrammed(run);
  });

  test("is not called another board where no two readings agree", async () => {
    const run = startGarbled(Number.POSITIVE_INFINITY);
    expect((await run.end).failure).toMatchObject({ code: "link-lost" });
    expect(Buffer.compare(run.fixture.board.flash, run.before)).toBe(0);
    expectUnpowered(run);
  });
});

test("a T that a link check opens again is not restarted", async () => {
  const run = startRun("bk7231t");
  expect(await run.end).toMatchObject({ verdict: "pass", linkAttempts: 1 });
  expectProgrammed(run);
});
