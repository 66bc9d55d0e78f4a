import { expect, test } from "vitest";
import { drawCase } from "../../../apps/chaos/draw-case.ts";
import { FAULT_NAMES } from "../../../apps/chaos/draw-fault.ts";
import { faultsOf } from "../../../apps/chaos/troubles-of.ts";
import { CHIP_NAMES } from "../../../libs/chips/chips.ts";

const cases = Array.from({ length: 3000 }, (_, number) => drawCase(5, number));

test("a case follows from its seed and number, and hardly two are alike", () => {
  expect(drawCase(5, 77)).toEqual(cases[77]);
  expect(drawCase(6, 77)).not.toEqual(cases[77]);
  const different = new Set(cases.map((one) => JSON.stringify({ ...one, number: 0 })));
  expect(different.size).toBeGreaterThan(0.95 * cases.length);
});

test("every chip and every fault is drawn, with parameters that a jig file could have", () => {
  const faults = cases.flatMap(faultsOf).map(({ kind }) => kind);
  expect(new Set(cases.map(({ chip }) => chip))).toEqual(new Set(CHIP_NAMES));
  expect(new Set(faults)).toEqual(new Set(FAULT_NAMES));
});

test("a third of the boards has nothing wrong, none has more than three troubles", () => {
  const counts = cases.map(({ troubles }) => troubles.length);
  expect(counts.filter((count) => count === 0).length).toBeGreaterThan(cases.length / 4);
  expect(Math.max(...counts)).toBe(3);
});
