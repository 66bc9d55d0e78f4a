import fc from "fast-check";
import { expect, test } from "vitest";
import { sectorsOf } from "../../../libs/firmware/flash-plan.ts";
import { withOwnSectors, withoutSectors } from "../../../libs/firmware/own-sectors.ts";

const SECTOR = 0x1000;

/** Regions of a few sectors with gaps, and sectors of a board in, between and behind them. */
const plans = fc.record({
  lengths: fc.array(
    fc.record({ gap: fc.integer({ min: 1, max: 3 }), sectors: fc.integer({ min: 1, max: 4 }) }),
    {
      maxLength: 4,
    },
  ),
  own: fc.uniqueArray(fc.nat(30), { maxLength: 6 }),
});

test("a board's plan has its own sectors in place, and of every other what the images say", () => {
  fc.assert(
    fc.property(plans, ({ lengths, own }) => {
      let end = 0;
      const regions = lengths.map(({ gap, sectors }) => {
        const start = end + gap * SECTOR;
        end = start + sectors * SECTOR;
        return { start, bytes: Uint8Array.from({ length: sectors * SECTOR }, (_, at) => at >> 12) };
      });
      const plan = { chip: "bk7231n", regions, patches: [] } as const;
      const mine = own.map((at) => ({
        address: at * SECTOR,
        bytes: new Uint8Array(SECTOR).fill(9),
      }));
      const board = withOwnSectors(plan, mine);
      const wanted = new Map(sectorsOf(plan).map(({ address, bytes }) => [address, bytes[0]]));
      const shared = new Map([...wanted].filter(([address]) => !own.includes(address / SECTOR)));
      for (const { address } of mine) wanted.set(address, 9);
      const found = sectorsOf(board).map(({ address, bytes }) => [address, bytes[0]] as const);
      expect(found).toEqual([...wanted].sort(([a], [b]) => a - b));
      const rest = sectorsOf(withoutSectors(board, mine));
      expect(rest.map(({ address, bytes }) => [address, bytes[0]])).toEqual([...shared]);
    }),
  );
});
