import { expect, test } from "vitest";
import { CHIP_NAMES } from "../../../libs/chips/chips.ts";
import { expectedFlash, startRun } from "../../support/memory-bench.ts";

test.each(CHIP_NAMES)("a factory-fresh %s is flashed and boots", async (chip) => {
  const run = startRun(chip, {
    order: { boot: { expect: ["1.18.0"], never: [], withinMs: 5000 } },
  });
  expect(await run.end).toMatchObject({ verdict: "pass", board: { chip, mac: "c8478ca1b2c3" } });
  const flash = run.fixture.board.flash;
  expect(Buffer.compare(flash, expectedFlash(run.before, run.plan))).toBe(0);
});
