import fc from "fast-check";
import { expect, test } from "vitest";
import { type LineStep, parseLineSequence } from "../../../libs/jig/line-sequence.ts";
import { anyCharacter } from "../../support/any-character.ts";

test("the shortest: asserted, held, let go", () => {
  expect(parseLineSequence("rts:1 wait:200 rts:0")).toEqual({
    hold: [{ levels: { rts: true }, thenMs: 200 }],
    holdMs: 200,
    release: [{ levels: { rts: false }, thenMs: 0 }],
    lines: ["rts"],
  });
});

test("bk7231tools' own: the chip may start with the first line that is let go", () => {
  expect(parseLineSequence("dtr:1 rts:1 wait:100 dtr:0 wait:100 rts:0")).toEqual({
    hold: [{ levels: { dtr: true, rts: true }, thenMs: 100 }],
    holdMs: 100,
    release: [
      { levels: { dtr: false }, thenMs: 100 },
      { levels: { rts: false }, thenMs: 0 },
    ],
    lines: ["rts", "dtr"],
  });
});

test("two transistors that need the lines crossed: they change together", () => {
  const text = "dtr:0  rts:1\twait:50 wait:50 dtr:1 rts:0 wait:20 dtr:0 ";
  expect(parseLineSequence(text)).toMatchObject({
    hold: [{ levels: { dtr: false, rts: true }, thenMs: 100 }],
    release: [
      { levels: { dtr: true, rts: false }, thenMs: 20 },
      { levels: { dtr: false }, thenMs: 0 },
    ],
  });
});

test.each([
  [
    "rts:1 wiat:200 rts:0",
    /has the bad step "wiat:200"\. Did you mean "wait"\? Known here: rts, d/,
  ],
  ["rst:1 wait:200 rst:0", /has the bad step "rst:1"\. Did you mean "rts"\?/],
  ["rts:1 wait:200 rts:2", /has the bad step "rts:2"\. Write rts:1 to assert it or rts:0/],
  ["rts:1:0 wait:200", /has the bad step "rts:1:0"\./],
  ["rts:1 200 rts:0", /has the bad step "200"\./],
  ["rts:1 wait:0 rts:0", /has the bad step "wait:0"\. Write a wait of 1 to 5000 ms/],
  ["rts:1 wait:99999 rts:0", /has the bad step "wait:99999"\. Write a wait of 1 to 5000 ms/],
  ["rts:1 wait:1e3 rts:0", /has the bad step "wait:1e3"\./],
  ["rts:1 wait:-5 rts:0", /has the bad step "wait:-5"\./],
  ["rts:1 wait:200", /ends with rts asserted, .* for ever\. End it with rts:0\./],
  ["rts:1 wait:200 rts:0 wait:9 dtr:1", /ends with dtr asserted/],
  ["rts:0 wait:200 rts:0", /asserts no line/],
  ["wait:200 rts:1 wait:200 rts:0", /begins with "wait:200", before any line moves/],
  ["rts:1 rts:0 wait:200", /moves rts again at "rts:0" without a wait in between/],
  ["rts:1 wait:5 rts:0", /holds the chip for less than 10 ms/],
  ["rts:1 wait:3000 rts:0 wait:2001 rts:0", /waits 5001 ms in all, more than 5000\./],
  [`rts:1 ${"wait:1 ".repeat(50)}rts:0`, /is too long for a sequence\./],
])("refuses %s", (text, problem) => {
  expect(() => parseLineSequence(text)).toThrow(problem);
});

const step = fc.oneof(
  fc.constantFrom("rts:0", "rts:1", "dtr:0", "dtr:1"),
  fc.integer({ min: 10, max: 900 }).map((ms) => `wait:${ms}`),
);

const levelsAfter = (steps: readonly LineStep[]) =>
  Object.assign({ rts: false, dtr: false }, ...steps.map(({ levels }) => levels));

test("whatever is accepted holds the chip, lets nothing go before, and leaves both lines released", () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 8 }), (words) => {
      const text = words.join(" ");
      const read = () => {
        try {
          return parseLineSequence(text);
        } catch {
          return undefined;
        }
      };
      const sequence = read();
      if (sequence === undefined) return;
      accepted += 1;
      const { hold, holdMs, release, lines } = sequence;
      const held = levelsAfter(hold);
      expect(held.rts || held.dtr).toBe(true);
      expect(holdMs).toBeGreaterThanOrEqual(10);
      for (const line of ["rts", "dtr"] as const) {
        const levels = hold.map((part) => part.levels[line]).filter((level) => level !== undefined);
        expect(levels).toEqual([...levels].sort());
        expect(lines.includes(line)).toBe(text.includes(line));
      }
      expect(levelsAfter([...hold, ...release])).toEqual({ rts: false, dtr: false });
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(50);
});

test("text of any kind is read or refused with a sentence", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60, unit: anyCharacter }), (text) => {
      try {
        parseLineSequence(text);
      } catch (error) {
        expect(String(error)).toMatch(/^Error: .+\.$/s);
      }
    }),
  );
});
