import fc from "fast-check";
import { expect, test } from "vitest";
import { SteadyLevel } from "../../../libs/panel/steady-level.ts";

const changesIn = (levels: readonly (boolean | undefined)[]) =>
  levels.filter((level, at) => level !== undefined && level !== levels[at - 1]);

test("fifty fast edges are one", () => {
  const lid = new SteadyLevel<boolean>(() => 50);
  const edges = Array.from({ length: 50 }, (_, edge) => lid.see(edge % 2 === 0, 1000 + edge));
  const after = [1050, 1100, 1150].map((at) => lid.see(true, at));
  const before = new SteadyLevel<boolean>(() => 50);
  expect([false, false].map((level, at) => before.see(level, at * 50))).toEqual([undefined, false]);
  expect(changesIn([...edges, ...after])).toEqual([true]);
});

test("what it says was there without a break for as long as it must be", () => {
  const sample = fc.record({ level: fc.boolean(), after: fc.nat({ max: 80 }) });
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 60, size: "max" }), (samples) => {
      const steady = new SteadyLevel<boolean>(() => 50);
      let at = 0;
      let since = 0;
      let level: boolean | undefined;
      let said: boolean | undefined;
      for (const next of samples) {
        at += next.after;
        if (next.level !== level) since = at;
        level = next.level;
        const now = steady.see(level, at);
        if (now !== said)
          expect({ now, held: at - since >= 50 }).toEqual({ now: level, held: true });
        said = now;
      }
    }),
  );
});
