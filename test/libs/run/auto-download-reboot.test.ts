import { expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { buildApp, buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { planImages } from "../../../libs/firmware/plan-images.ts";
import { BOARD_MAC, expectedFlash, startRun } from "../../support/memory-bench.ts";

/** Chips that LibreTiny builds for. */
const CHIP_NAMES: readonly ChipName[] = ["bk7231n", "bk7231t", "bk7231q", "bk7238"];

const libreTinyApp = (chip: ChipName, seed: number): Uint8Array =>
  buildApp({ chip, seed, bytes: 150_000, version: `25.05.28-${chip}` });

/** A board that runs LibreTiny's application. */
const libreTinyBoard = (chip: ChipName): Uint8Array => {
  const flash = buildFactoryFlash({ chip, seed: 3, mac: BOARD_MAC });
  flash.set(libreTinyApp(chip, 1), CHIPS[chip].appStart);
  return flash;
};

test.each(CHIP_NAMES)(
  "a %s whose power nobody switches is flashed through its application, and again through the new one",
  async (chip) => {
    const planned = planImages([{ file: "app.rbl", bytes: libreTinyApp(chip, 2) }], CHIPS[chip], {
      bootloader: "keep",
    });
    if (!planned.ok) throw new Error("no plan");
    let flash = libreTinyBoard(chip);
    for (const sitting of ["first", "second"]) {
      const run = startRun(chip, {
        flash,
        wiring: { control: "none" },
        runningMs: 10_000,
        order: {
          plan: planned.plan,
          boot: { expect: [`_25.05.28-${chip}`], never: [], withinMs: 5000 },
        },
      });
      expect(await run.end, sitting).toMatchObject({ verdict: "pass" });
      expect(run.fixture.edges).toEqual([]);
      expect(Buffer.compare(run.fixture.board.flash, expectedFlash(flash, planned.plan))).toBe(0);
      flash = run.fixture.board.flash.slice();
    }
  },
);

test("an application that does not listen is never left: no link", async () => {
  const run = startRun("bk7231n", { wiring: { control: "none" }, runningMs: 10_000 });
  expect(await run.end).toMatchObject({ verdict: "fail", failure: { code: "no-link" } });
});
