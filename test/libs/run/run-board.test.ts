import { describe, expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import type { RunHappening } from "../../../libs/run/run-event.ts";
import {
  expectBootloaderKept,
  expectFlashed,
  expectUnpowered,
  expectUntouched,
} from "../../support/expect-board.ts";
import { type BenchOptions, BOARD_MAC, startRun } from "../../support/memory-bench.ts";

const CHIP_NAMES: readonly ChipName[] = ["bk7231n", "bk7231t"];
const BANNER = { expect: ["1.18.0"], never: [], withinMs: 5000 };

describe.each(CHIP_NAMES)("a good %s board", (chip) => {
  test("passes, holds exactly the plan, everything else unchanged, and is off at the end", async () => {
    const run = startRun(chip, { order: { boot: BANNER } });
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", failure: null, baud: 921600, linkAttempts: 1 });
    expectFlashed(run);
    expectUnpowered(run);
    expect(end.board).toMatchObject({ chip, mac: BOARD_MAC, flashBytes: 0x200000 });
    expect(end.steps.map(({ step }) => step)).toEqual([
      "prepare",
      "link",
      "identify",
      "erase",
      "write",
      "verify",
      "boot",
      "release",
    ]);
    expect(end.crcs.map(({ address, length }) => ({ address, length }))).toEqual(
      run.plan.regions.map(({ start, bytes }) => ({ address: start, length: bytes.length })),
    );
    expect(end.crcs.every(({ host, chip: found }) => host === found)).toBe(true);
    expect(end.bootLog).toContain("1.18.0");
  });

  test("passes with read-back instead of the CRC", async () => {
    const run = startRun(chip, { order: { verify: "readback" } });
    expect((await run.end).verdict).toBe("pass");
    expectFlashed(run);
  });

  test("passes a second time over its own image", async () => {
    const first = startRun(chip);
    await first.end;
    const again = startRun(chip);
    again.fixture.board.flash.set(first.fixture.board.flash);
    expect((await again.end).verdict).toBe("pass");
    expectFlashed(again);
  });

  test.each([
    { fastestBaud: 500_000, baud: 460_800 },
    { fastestBaud: 115_200, baud: 115_200 },
  ])(
    "passes at $baud baud where the adapter does $fastestBaud at most, powered once",
    async ({ fastestBaud, baud }) => {
      const run = startRun(chip, { wiring: { adapter: { fastestBaud } } });
      expect(await run.end).toMatchObject({ verdict: "pass", baud });
      expectFlashed(run);
      expect(run.fixture.edges.map(({ to }) => to)).toEqual(["on", "off"]);
    },
  );

  test("is reset by RTS on CEN as well as by its supply", async () => {
    const run = startRun(chip, { wiring: { control: "reset-line" } });
    expect((await run.end).verdict).toBe("pass");
    expectFlashed(run);
  });
});

interface Fault {
  readonly faults: readonly string[];
  readonly code: string;
  readonly verdict?: "fail" | "error";
  readonly order?: BenchOptions["order"];
}

const FAULTS: readonly Fault[] = [
  { faults: ["silent"], code: "no-link" },
  { faults: ["dies-at:0x8000"], code: "link-lost" },
  { faults: ["reboots-at:0x8000"], code: "board-restarted" },
  { faults: ["protected"], code: "protected" },
  { faults: ["stuck:0x15003:0x10"], code: "erase-failed" },
  { faults: ["wrong-crc"], code: "verify-mismatch" },
  { faults: ["no-boot-line"], code: "boot-silent", order: { boot: BANNER } },
  { faults: [], code: "boot-wrong", order: { boot: { ...BANNER, expect: ["9.99"] } } },
  { faults: [], code: "boot-wrong", order: { boot: { ...BANNER, never: ["J 0x10000"] } } },
];

describe.each(CHIP_NAMES)("a bad %s board", (chip) => {
  test.each(FAULTS)(
    "with $faults fails as $code and ends unpowered",
    async ({ faults, code, order }) => {
      const run = startRun(chip, { faults, order: order ?? {} });
      const end = await run.end;
      expect(end.failure?.code).toBe(code);
      expect(end.verdict).toBe("fail");
      expectUnpowered(run);
      expectBootloaderKept(run);
    },
  );

  test("of another chip is told before its first erase", async () => {
    const board = chip === "bk7231n" ? "bk7231t" : "bk7231n";
    const run = startRun(chip, { board });
    expect((await run.end).failure?.code).toBe("wrong-chip");
    expectUntouched(run);
    expect(run.news.some((news) => news.kind === "step-started" && news.step === "erase")).toBe(
      false,
    );
  });

  test("that calls itself something else is told before its first erase", async () => {
    const run = startRun(chip, { faults: ["wrong-chip:0x7238"] });
    const end = await run.end;
    expect(["wrong-chip", "unknown-chip"]).toContain(end.failure?.code);
    expectUntouched(run);
  });

  test("that passed under another serial is refused before its first erase", async () => {
    const run = startRun(chip, { passedAs: (mac) => (mac === BOARD_MAC ? "SN0" : undefined) });
    expect((await run.end).failure).toEqual({
      code: "already-passed",
      mac: BOARD_MAC,
      otherSerial: "SN0",
    });
    expectUntouched(run);
  });
});

test.each(["000000000000", "ffffffffffff", "01478c000001", "c8478c000000"])(
  "a board with the MAC %s, which no board can own, is not taken for one that passed",
  async (mac) => {
    const order = { calibration: "any" } as const;
    const run = startRun("bk7231n", { mac, passedAs: () => "SN0", order });
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", board: { mac } });
    expect(end.notes).toContainEqual(expect.stringContaining(mac));
  },
);

describe.each(CHIP_NAMES)("a %s board on a bad wire", (chip) => {
  test.each(Array.from({ length: 12 }, (_, index) => 3 + index * 5))(
    "with reply %i lost passes after a repeat, flash byte for byte as planned",
    async (reply) => {
      for (const fault of [`drops-reply:${reply}`, `truncates-reply:${reply}`]) {
        const run = startRun(chip, { faults: [fault] });
        const end = await run.end;
        expect(end.verdict).toBe("pass");
        expectFlashed(run);
      }
    },
  );

  test("with bits flipped at random never passes with a wrong flash", async () => {
    const run = startRun(chip, { faults: ["flips:0.000002"] });
    const end = await run.end;
    expectBootloaderKept(run);
    if (end.verdict === "pass") expectFlashed(run);
    else expect(end.failure).not.toBeNull();
  });
});

const inWrite = (news: RunHappening): boolean =>
  news.kind === "step-progress" && news.step === "write" && news.done > 0x8000;

describe("whatever happens in mid-write, the board ends unpowered and the record says why", () => {
  test("the operator aborts", async () => {
    const run = startRun("bk7231t");
    run.when(inWrite, () => run.abort());
    expect(await run.end).toMatchObject({ verdict: "aborted", failure: null });
    expectUnpowered(run);
    expectBootloaderKept(run);
  });

  test("the worker has a bug: the station is to blame, not the operator", async () => {
    const run = startRun("bk7231t");
    const failure = { code: "internal", reason: "a bug" } as const;
    run.when(inWrite, () => run.abort(new StepError(failure)));
    expect(await run.end).toMatchObject({ verdict: "error", failure });
    expectUnpowered(run);
  });

  test("the adapter is pulled", async () => {
    const run = startRun("bk7231n");
    run.when(inWrite, () => run.fixture.flashLink?.unplug());
    expect(await run.end).toMatchObject({ verdict: "error", failure: { code: "port-gone" } });
    expectUnpowered(run);
  });

  test.each(["write", "boot"] as const)(
    "the log port's adapter is pulled in step %s: the station is to blame for what is not seen",
    async (step) => {
      const run = startRun("bk7231n", { order: { boot: BANNER } });
      const isThere = (news: RunHappening): boolean =>
        news.kind === "step-started" && news.step === step;
      run.when(isThere, () => run.fixture.logLink?.unplug());
      expect(await run.end).toMatchObject({ verdict: "error", failure: { code: "port-gone" } });
      expectUnpowered(run);
    },
  );

  test("the relay sticks: no pass, and the station is to blame", async () => {
    const run = startRun("bk7231n");
    run.when(inWrite, () => run.fixture.breakRelay("stuck"));
    expect(await run.end).toMatchObject({ verdict: "error", failure: { code: "relay-failed" } });
  });
});
