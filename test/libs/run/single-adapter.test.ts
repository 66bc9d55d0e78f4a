import { describe, expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { type BenchOptions, expectedFlash, startRun } from "../../support/memory-bench.ts";

/** Chips and their bootloader's banner. */
const CHIPS: readonly [ChipName, string][] = [
  ["bk7231n", "V:BK7231N_1.0.1"],
  ["bk7231t", "V:BK7231S_1.0.5"],
  ["bk7238", "BK7238_1.0.15"],
];
const BOOT = { expect: ["1.18.0"], never: [], withinMs: 5000 };

const start = (chip: ChipName, order: BenchOptions["order"], faults: readonly string[] = []) =>
  startRun(chip, { wiring: { logPort: "flash" }, order: { boot: BOOT, ...order }, faults });

describe.each(CHIPS)("a %s that logs on the flash port", (chip, banner) => {
  test.each([115_200, 921_600, 2_000_000])(
    "is flashed at %i baud, and its whole boot log is heard",
    async (baud) => {
      const run = start(chip, { baud });
      const end = await run.end;
      expect(end).toMatchObject({ verdict: "pass", failure: null, baud, linkAttempts: 1 });
      expect(Buffer.compare(run.fixture.board.flash, expectedFlash(run.before, run.plan))).toBe(0);
      expect(run.fixture.edges.map(({ to }) => to)).toEqual(["on", "off"]);
      expect(end.bootLog).toContain(banner);
      expect(end.bootLog).toContain("1.18.0");
    },
  );

  test("shows nothing of the chip's replies in its log", async () => {
    const end = await start(chip, { baud: 115_200 }).end;
    expect(end.bootLog).not.toContain("\\xe0\\xfc");
  });

  test("and stays silent after the restart fails for that", async () => {
    const end = await start(chip, {}, ["no-boot-line"]).end;
    expect(end).toMatchObject({ verdict: "fail", failure: { code: "boot-silent" } });
  });

  test("whose adapter is pulled during the boot check is the station's failure", async () => {
    const run = start(chip, { boot: { ...BOOT, expect: ["never seen"], withinMs: 5000 } });
    run.when(
      (news) => news.kind === "step-started" && news.step === "boot",
      () => run.fixture.flashLink?.unplug(),
    );
    expect(await run.end).toMatchObject({ verdict: "error", failure: { code: "port-gone" } });
  });
});

test("a banner between replies tells of a restart in mid-write", async () => {
  const end = await start("bk7231t", { baud: 115_200 }, ["reboots-at:0x8000"]).end;
  expect(end).toMatchObject({
    verdict: "fail",
    failure: { code: "board-restarted", step: "write", banner: "V:BK7231S_1.0.5" },
  });
});

test("the flash port lost during the boot check ends the run, though the log has its own", async () => {
  const run = startRun("bk7231n", {
    order: { boot: { ...BOOT, expect: ["never seen"], withinMs: 60_000 } },
  });
  run.when(
    (news) => news.kind === "step-started" && news.step === "boot",
    () => run.fixture.board.onLog(() => run.fixture.flashLink?.unplug()),
  );
  expect(await run.end).toMatchObject({
    verdict: "error",
    failure: { code: "port-gone", port: "memory:F01/flash" },
  });
});
