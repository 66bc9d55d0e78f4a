import { describe, expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { buildApp, buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import { BOARD_MAC, expectedFlash, startRun } from "../../support/memory-bench.ts";

const CHIP_NAMES: readonly ChipName[] = ["bk7231n", "bk7231t"];
const WIRING = { control: "none" } as const;

/** A board that runs a LibreTiny application, which restarts when it hears a link check. */
const withLibreTiny = (chip: ChipName): Uint8Array => {
  const bytes = buildApp({ chip, seed: 5, bytes: 60_000, version: `25.05.28-${chip}` });
  const planned = planImages([{ file: "old.rbl", bytes }], CHIPS[chip], { bootloader: "keep" });
  if (!planned.ok) throw new Error("no plan");
  return expectedFlash(buildFactoryFlash({ chip, seed: 3, mac: BOARD_MAC }), planned.plan);
};

describe.each(CHIP_NAMES)("a %s whose power nobody switches", (chip) => {
  test("restarts itself from LibreTiny, is flashed, and starts what was written", async () => {
    const flash = withLibreTiny(chip);
    const boot = { expect: ["1.18.0"], never: [], withinMs: 5000 };
    const idle = startRun(chip, { wiring: WIRING, flash });
    idle.abort();
    await idle.end;
    await idle.clock.sleep(5000);
    const run = startRun(chip, { after: idle, order: { boot } });
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", failure: null, linkAttempts: 1 });
    expect(Buffer.compare(run.fixture.board.flash, expectedFlash(flash, run.plan))).toBe(0);
  });
});

test("a board left in download mode by a run that was called off is found by the next", async () => {
  const flash = withLibreTiny("bk7231n");
  const first = startRun("bk7231n", { wiring: WIRING, flash });
  first.when(
    (news) => news.kind === "step-progress" && news.step === "write" && news.done > 0x4000,
    () => first.abort(),
  );
  expect(await first.end).toMatchObject({ verdict: "aborted" });
  const again = startRun("bk7231n", { after: first });
  expect(await again.end).toMatchObject({ verdict: "pass", linkAttempts: 1, baud: 921600 });
  expect(Buffer.compare(again.fixture.board.flash, expectedFlash(flash, again.plan))).toBe(0);
});
