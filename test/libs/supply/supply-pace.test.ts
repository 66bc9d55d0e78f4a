import fc from "fast-check";
import { expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import { describeChange } from "../../../libs/supply/describe-change.ts";
import {
  nextPace,
  openPace,
  type PaceChange,
  type PacedRun,
  type SupplyPace,
} from "../../../libs/supply/supply-pace.ts";

const restarted: Failure = { code: "board-restarted", step: "write", banner: "" };
const SECOND = 1000;

const pass = (fixture: string, at = 0): PacedRun => ({
  fixture,
  outcome: "pass",
  failure: null,
  at,
});
const fail = (fixture: string, at = 0, failure: Failure = restarted): PacedRun => ({
  ...pass(fixture, at),
  outcome: "fail",
  failure,
});

const play = (pace: SupplyPace, runs: readonly PacedRun[]) => {
  const changes: PaceChange[] = [];
  let now = pace;
  for (const run of runs) {
    const next = nextPace(now, run);
    now = next.pace;
    if (next.change !== undefined) changes.push(next.change);
  }
  return { pace: now, changes };
};

const cluster = (at = 0): readonly PacedRun[] => [
  fail("F1", at),
  fail("F2", at + SECOND),
  fail("F1", at + 2 * SECOND),
];
const passes = (count: number): readonly PacedRun[] =>
  Array.from({ length: count }, (_, index) => pass(`F${index}`));

test("three such failures in two nests within a minute double the gap, and are named", () => {
  const { pace, changes } = play(openPace(150, 8), cluster());
  expect(pace.gapMs).toBe(300);
  const [change] = changes;
  if (change === undefined) throw new Error("no change");
  expect(describeChange("psu1", change)).toBe(
    "Supply psu1 looks weak (F1 board-restarted, F2 board-restarted, F1 board-restarted): boards now come on 300 ms apart, not 150 ms. Call the engineer if it goes on",
  );
});

test.each<[string, readonly PacedRun[]]>([
  ["two of them", cluster().slice(1)],
  ["three over more than a minute", [fail("F1"), fail("F2", 30_000), fail("F3", 60_001)]],
  ["any number in one nest", [1, 2, 3, 4, 5].map(() => fail("F1"))],
  [
    "failures of another kind",
    [1, 2, 3, 4].map((n) => fail(`F${n}`, n, { code: "wrong-chip", expected: "N", found: "T" })),
  ],
  [
    "boards without contact",
    [1, 2, 3, 4].map((n) => fail(`F${n}`, n, { code: "no-link", attempts: 3, heard: 0 })),
  ],
  ["passes", passes(200)],
])("%s change nothing", (_what, runs) => {
  expect(play(openPace(150, 8), runs)).toMatchObject({ pace: { gapMs: 150 }, changes: [] });
});

test.each<[string, Failure]>([
  ["a link lost in mid-write", { code: "link-lost", step: "write", command: "write" }],
  ["a restart of unknown reason", restarted],
])("%s speaks of the supply", (_what, failure) => {
  const runs = [fail("F1", 0, failure), fail("F2", 0, failure), fail("F3", 0, failure)];
  expect(play(openPace(150, 8), runs).pace.gapMs).toBe(300);
});

test("records that come late count by when their runs ended", () => {
  const late = [fail("F1", 90_000), fail("F2", 0), fail("F3", 91_000), fail("F4", 92_000)];
  const { changes } = play(openPace(150, 8), late);
  expect(changes.map(({ signs }) => signs.map(({ fixture }) => fixture))).toEqual([
    ["F1", "F3", "F4"],
  ]);
});

test("it widens to 1200 ms at most, and never narrows what the jig file says", () => {
  const often = Array.from({ length: 20 }, (_, round) => cluster(round * 70 * SECOND)).flat();
  expect(play(openPace(150, 8), often).pace.gapMs).toBe(1200);
  expect(play(openPace(0, 8), often).changes.map(({ toMs }) => toMs)).toEqual([
    150, 300, 600, 1200,
  ]);
  expect(play(openPace(5000, 8), often)).toMatchObject({ pace: { gapMs: 5000 }, changes: [] });
});

test("two rounds of passes in a row narrow it again, and that is told", () => {
  const widened = play(openPace(150, 32), cluster()).pace;
  expect(play(widened, passes(63)).changes).toEqual([]);
  expect(play(widened, [...passes(63), fail("F1"), ...passes(63)]).changes).toEqual([]);
  const { pace, changes } = play(widened, passes(64));
  expect(pace.gapMs).toBe(150);
  const [change] = changes;
  if (change === undefined) throw new Error("no change");
  expect(describeChange("psu1", change)).toBe(
    "Supply psu1 carries its boards again: boards now come on 150 ms apart, not 300 ms",
  );
});

test("a gap that proved too narrow a second time stays for the lot", () => {
  const again = [...cluster(), ...passes(64), ...cluster(100 * SECOND), ...passes(500)];
  const { pace, changes } = play(openPace(150, 8), again);
  expect(changes.map(({ toMs }) => toMs)).toEqual([300, 150, 300]);
  expect(pace.gapMs).toBe(300);
});

const someRun: fc.Arbitrary<PacedRun> = fc.record({
  fixture: fc.constantFrom("F1", "F2", "F3"),
  outcome: fc.constantFrom("pass", "pass", "fail", "error", "aborted"),
  failure: fc.constantFrom<Failure | null>(null, restarted, { code: "interrupted" }),
  at: fc.integer({ min: 0, max: 300_000 }),
});

test("whatever happens, the gap stays between the jig's own and the widest, and each change is told once", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3000 }),
      fc.array(someRun, { maxLength: 150 }),
      (own, runs) => {
        const { pace, changes } = play(openPace(own, 3), runs);
        let gap = own;
        for (const { fromMs, toMs, to, signs } of changes) {
          expect(fromMs).toBe(gap);
          expect(to === "wider").toBe(toMs > fromMs);
          expect(toMs).toBeGreaterThanOrEqual(own);
          expect(toMs).toBeLessThanOrEqual(Math.max(own, 1200));
          expect(signs.length >= 3).toBe(to === "wider");
          gap = toMs;
        }
        expect(pace.gapMs).toBe(gap);
      },
    ),
  );
});
