import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { sectorsOf } from "../../../libs/firmware/flash-plan.ts";
import type { FlashChange } from "../../../libs/simulator/nor-flash.ts";
import { expectFlashed, expectUnpowered } from "../../support/expect-board.ts";
import {
  BOARD_MAC,
  CHIPS_BY_WAY,
  expectedFlash,
  planOf,
  startRun,
} from "../../support/memory-bench.ts";
import { flip, OP, request } from "../../support/tamper-frames.ts";

const SECTOR = 0x1000;
const CHANGED = { write: "changed" } as const;

/** The flash of a board that holds the plan but for these sectors, each off by one bit or more. */
const flashBut = (chip: ChipName, addresses: readonly number[]): Uint8Array => {
  const flash = expectedFlash(buildFactoryFlash({ chip, seed: 3, mac: BOARD_MAC }), planOf(chip));
  for (const address of addresses) {
    const at = address + (address % 4093);
    flash[at] = (flash[at] ?? 0) ^ 0x08;
  }
  return flash;
};

/** Runs with `write: changed`; also tells what the flash went through. */
const rerun = (chip: ChipName, flash: Uint8Array, more: Parameters<typeof startRun>[1] = {}) => {
  const run = startRun(chip, { flash, ...more, order: { ...CHANGED, ...more.order } });
  const changes: FlashChange[] = [];
  run.fixture.board.onFlashChange((change) => changes.push(change));
  const erased = (): readonly number[] =>
    changes.filter(({ kind }) => kind === "erase").map(({ address }) => address);
  return { run, changes, erased };
};

describe.each(CHIPS_BY_WAY)("on a %s that holds the image already", (chip) => {
  test("nothing is erased or written, and all of the plan is verified", async () => {
    const { run, changes } = rerun(chip, flashBut(chip, []));
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", written: 0, recoveries: [], linkAttempts: 1 });
    expect(end.crcs.map(({ address, length }) => ({ address, length }))).toEqual(
      run.plan.regions.map(({ start, bytes }) => ({ address: start, length: bytes.length })),
    );
    expect(changes).toEqual([]);
    expectFlashed(run);
  });

  test("but for one sector, only that one is erased and written", async () => {
    const { run, changes, erased } = rerun(chip, flashBut(chip, [0x23000]));
    const end = await run.end;
    expect(end).toMatchObject({ verdict: "pass", written: SECTOR });
    expect(erased()).toEqual([0x23000]);
    expect(changes.every(({ address }) => address >= 0x23000 && address < 0x24000)).toBe(true);
    expectFlashed(run);
    expectUnpowered(run);
  });

  test("but for a sector that shall be blank, that one is erased and nothing written", async () => {
    const blank = sectorsOf(planOf(chip)).find((sector) => sector.blank)?.address ?? 0;
    const { run, erased } = rerun(chip, flashBut(chip, []).fill(0x55, blank, blank + SECTOR));
    expect(await run.end).toMatchObject({ verdict: "pass", written: 0 });
    expect(erased()).toEqual([blank]);
    expectFlashed(run);
  });

  test("but for a whole block, that block is erased by one command", async () => {
    const { run, erased } = rerun(chip, flashBut(chip, []).fill(0, 0x20000, 0x30000));
    expect((await run.end).verdict).toBe("pass");
    expect(erased()).toEqual([0x20000]);
    expectFlashed(run);
  });

  test("but for any sectors, it passes, byte for byte, and no other block is touched", async () => {
    const places = sectorsOf(planOf(chip)).map(({ address }) => address);
    await fc.assert(
      fc.asyncProperty(fc.subarray(places, { maxLength: 12 }), async (addresses) => {
        const { run, erased } = rerun(chip, flashBut(chip, addresses));
        expect((await run.end).verdict).toBe("pass");
        expectFlashed(run);
        const blocks = new Set(addresses.map((address) => address >> 16));
        expect(erased().every((address) => blocks.has(address >> 16))).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  test("what is read back is all of the plan, too", async () => {
    const { run } = rerun(chip, flashBut(chip, [0x12000]), { order: { verify: "readback" } });
    expect((await run.end).verdict).toBe("pass");
    expectFlashed(run);
  });
});

test.each(CHIPS_BY_WAY)(
  "a factory-fresh %s costs little more than without comparison",
  async (chip) => {
    const durationOf = async (write: "all" | "changed"): Promise<number> => {
      const run = startRun(chip, { order: { write } });
      const end = await run.end;
      expect(end.verdict).toBe("pass");
      expectFlashed(run);
      return end.steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
    };
    const [all, changed] = [await durationOf("all"), await durationOf("changed")];
    expect(changed).toBeLessThan(all * 1.3);
  },
);

test("a chip that only a restart opens is restarted once after the comparison, if it must be written", async () => {
  const { run } = rerun("bk7231u", flashBut("bk7231u", [0x23000]));
  expect(await run.end).toMatchObject({ verdict: "pass", linkAttempts: 2 });
  expect(run.fixture.edges.map(({ to }) => to)).toEqual(["on", "off", "on", "off"]);
});

test("a chip that only a restart opens, where nobody can restart it, is written whole", async () => {
  const { run } = rerun("bk7231u", flashBut("bk7231u", []), { wiring: { control: "none" } });
  const end = await run.end;
  expect(end.verdict).toBe("pass");
  expect(end.written).toBeGreaterThan(SECTOR);
  expectFlashed(run);
});

test.each(["bk7231t", "bk7231u"] as const)(
  "where a comparison closes a %s's flash, a wrong CRC after it has everything written anew",
  async (chip) => {
    const wire = request(OP.write, 1, flip(200, 0x01));
    const { run } = rerun(chip, flashBut(chip, [0x23000]), { wire });
    const end = await run.end;
    expect(end.verdict).toBe("pass");
    expect(end.recoveries).toContainEqual({ step: "link", kind: "started-over", count: 1 });
    expect(end.steps.some(({ step }) => step === "repair")).toBe(false);
    expectFlashed(run);
  },
);

test("where it does not, a wrong sector is repaired", async () => {
  const wire = request(OP.write, 1, flip(200, 0x01));
  const { run } = rerun("bk7231n", flashBut("bk7231n", [0x23000]), { wire });
  const end = await run.end;
  expect(end).toMatchObject({ verdict: "pass", linkAttempts: 1, written: 2 * SECTOR });
  expect(end.recoveries).toContainEqual({ step: "repair", kind: "rewritten", count: 1 });
  expectFlashed(run);
});

test("a stray erase of a sector that needed none is found and written, too", async () => {
  const wire = request(OP.erase, 1, flip(2, 0x40));
  const { run } = rerun("bk7231n", flashBut("bk7231n", [0x13000]), { wire });
  expect(await run.end).toMatchObject({ verdict: "pass", written: 2 * SECTOR });
  expectFlashed(run);
});
