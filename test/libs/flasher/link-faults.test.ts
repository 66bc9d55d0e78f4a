import { describe, expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { answersNow } from "../../../libs/flasher/link-check.ts";
import { LinkBench } from "./link-bench.ts";

const CHIP_NAMES: readonly ChipName[] = ["bk7231n", "bk7231t", "bk7238", "bk7252"];
const SEEDS = [1, 2, 3];

describe.each(CHIP_NAMES)("a %s", (chip) => {
  test.each([
    ...["late:300", "late:1500", "narrow:10", "narrow:30"],
    ...["noise:3", "noise:40", "holds-charge:90", "loses-baud-reply", "garbles-baud-reply"],
    ...["flips:0.001", "drops:0.001", "doubles:0.001", "loose:100", "chatter:500"],
  ])("with %s is linked at the recipe's rate in the first power cycle", async (fault) => {
    for (const seed of SEEDS) {
      using bench = new LinkBench(chip, { faults: [fault], seed });
      expect(await bench.reach()).toEqual({ attempts: 1, baud: 921600, failed: [] });
      if (!/flips|drops|doubles|loose|chatter/.test(fault))
        expect(bench.clock.now() - (bench.answeredAt ?? 0)).toBeLessThan(500);
    }
  });

  test.each(["flips:0.01", "drops:0.01", "doubles:0.01", "loose:20", "chatter:20", "chatter:100"])(
    "on wires as bad as %s is linked all the same",
    async (fault) => {
      for (const seed of SEEDS) {
        using bench = new LinkBench(chip, { faults: [fault], seed });
        expect(await bench.reach()).toMatchObject({ failed: [] });
      }
    },
  );

  test.each(["late:2500", "hangs-at:1:once"])(
    "with %s is linked by the next power cycle",
    async (fault) => {
      using bench = new LinkBench(chip, { faults: [fault] });
      expect(await bench.reach()).toEqual({ attempts: 2, baud: 921600, failed: [] });
    },
  );

  test("that garbles everything above a rate is linked below it", async () => {
    using bench = new LinkBench(chip, { faults: ["deaf-above:500000"] });
    expect(await bench.reach(2000000)).toMatchObject({ baud: 460800, attempts: 4 });
    expect(await answersNow(bench.line)).toBe(true);
  });

  test.each([
    ["silent", { heard: 0 }],
    ["mute", { heard: 0 }],
    ["reset-held", { heard: 0 }],
    ["hangs-at:1", { heard: 0 }],
    ["echoes", { echo: "firmware" }],
  ])("with %s is no link, for the right reason", async (fault, data) => {
    using bench = new LinkBench(chip, { faults: [fault] });
    const failure = await bench.reach(921600, 1).then(
      () => undefined,
      (error: { readonly failure: object }) => error.failure,
    );
    expect(failure).toEqual({ code: "no-link", attempts: 1, heard: 0, ...data });
  });
});
