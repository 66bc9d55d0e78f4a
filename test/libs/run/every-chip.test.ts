import { describe, expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIP_NAMES } from "../../../libs/chips/chips.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import type { RunOrder } from "../../../libs/run/run-order.ts";
import { expectFlashed, expectUnpowered } from "../../support/expect-board.ts";
import { BOARD_MAC, expectedFlash, planOf, startRun } from "../../support/memory-bench.ts";

const OLD_SEED = 5;

interface Case {
  readonly what: string;
  readonly order: Partial<RunOrder>;
  /** Of the factory's flash, what is on the board when it comes. */
  readonly board?: (chip: ChipName, factory: Uint8Array) => Uint8Array;
}

const CASES: readonly Case[] = [
  { what: "fresh from the factory", order: {} },
  {
    what: "flashed before with another image",
    order: {},
    board: (chip, factory) => expectedFlash(factory, planOf(chip, OLD_SEED)),
  },
  { what: "read back", order: { verify: "readback" } },
  {
    what: "flashed before, only what changed is written",
    order: { write: "changed" },
    board: (chip, factory) => {
      const flash = expectedFlash(factory, planOf(chip));
      return flash.fill(0x55, 0x14000, 0x14100).fill(0x55, 0x2a000, 0x2a100);
    },
  },
  {
    what: "fresh, only what changed is written",
    order: { write: "changed", protection: "closed" },
  },
  {
    what: "boot checked",
    order: { boot: { expect: ["1.18.0"], never: ["abort"], withinMs: 5000 } },
  },
];

describe.each(CHIP_NAMES)("a %s", (chip) => {
  test.each(CASES)("$what: passes, byte for byte", async ({ order, board }) => {
    const factory = buildFactoryFlash({ chip, seed: 3, mac: BOARD_MAC });
    const run = startRun(chip, { order, flash: board?.(chip, factory) ?? factory });
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", failure: null, recoveries: [] });
    expect(end.board).toMatchObject({ chip, mac: BOARD_MAC });
    expect(end.crcs.every(({ host, chip: found }) => host === found)).toBe(true);
    expect(end.crcs.map(({ address, length }) => ({ address, length }))).toEqual(
      run.plan.regions.map(({ start, bytes }) => ({ address: start, length: bytes.length })),
    );
    expectFlashed(run);
    expectUnpowered(run);
  });

  test("that holds the image already is not erased", async () => {
    const factory = buildFactoryFlash({ chip, seed: 3, mac: BOARD_MAC });
    const flash = expectedFlash(factory, planOf(chip));
    const run = startRun(chip, { order: { write: "changed" }, flash });
    expect(await run.end).toMatchObject({ verdict: "pass", written: 0, linkAttempts: 1 });
    expect(run.fixture.board.flashChanges).toBe(0);
    expectFlashed(run);
  });
});
