import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  adviseRate,
  learnRates,
  NOTHING_KNOWN,
  type RateKnowledge,
} from "../../../libs/adapter-rates/rate-knowledge.ts";
import type { FailedRate } from "../../../libs/flasher/link-board.ts";
import type { RateExperience } from "../../../libs/run/adapter-memory.ts";

const DAY_MS = 24 * 3600 * 1000;
const MONDAY = new Date("2026-11-16T08:00:00Z");
const later = (days: number): Date => new Date(MONDAY.getTime() + days * DAY_MS);

const board = (...rates: number[]): FailedRate[] => rates.map((baud) => ({ baud, by: "board" }));
const port = (...rates: number[]): FailedRate[] => rates.map((baud) => ({ baud, by: "port" }));

const run = (
  serial: string,
  failed: readonly FailedRate[],
  passedAt: number | undefined,
): RateExperience => ({ serial, failed, passedAt });

const learnAll = (...runs: readonly RateExperience[]): RateKnowledge =>
  runs.reduce((known, one) => learnRates(known, one, MONDAY), NOTHING_KNOWN);

const advised = (known: RateKnowledge, wanted = 921600, now = MONDAY): number =>
  adviseRate(known, wanted, now).baud;

test("an adapter nobody has met is asked for what the recipe wants", () => {
  expect(adviseRate(NOTHING_KNOWN, 921600, MONDAY)).toEqual({ baud: 921600, note: undefined });
});

describe("a rate the port refused", () => {
  test.each([
    ["also when the board failed", undefined],
    ["when it passed", 460800],
  ])("is not asked for again, %s", (_, passedAt) => {
    const known = learnAll(run("SN1", port(2000000, 1000000), passedAt));
    expect(adviseRate(known, 2000000, MONDAY)).toEqual({
      baud: 921600,
      note: "At most 921600 baud are asked for: the adapter refused 2000000 baud on 2026-11-16",
    });
    expect(advised(known, 1500000)).toBe(1500000);
  });

  test("is asked for again after a week, or when the clock says it was not yet", () => {
    const known = learnAll(run("SN1", port(921600), 460800));
    expect(advised(known, 921600, later(6.9))).toBe(460800);
    expect(advised(known, 921600, later(7))).toBe(921600);
    expect(advised(known, 921600, later(-1))).toBe(921600);
  });
});

describe("a rate at which a board did not answer", () => {
  test("is asked for again after one board", () => {
    expect(advised(learnAll(run("SN1", board(921600), 460800)))).toBe(921600);
  });

  test("is asked for again after the same board twice", () => {
    const known = learnAll(run("SN1", board(921600), 460800), run("SN1", board(921600), 460800));
    expect(advised(known)).toBe(921600);
  });

  test("is not asked for again after two boards that passed at a lower one", () => {
    const known = learnAll(
      run("SN1", board(921600, 460800), 230400),
      run("SN2", board(921600), 460800),
    );
    expect(adviseRate(known, 921600, MONDAY)).toEqual({
      baud: 460800,
      note: "At most 460800 baud are asked for: two boards did not answer at 921600 baud behind this adapter, the last on 2026-11-16",
    });
  });

  test.each([
    ["one that failed", undefined],
    ["one that passed at that rate after all", 921600],
    ["one that passed above it", 2000000],
  ])("is asked for again after %s, as bad boards must not slow an adapter", (_, passedAt) => {
    const known = learnAll(run("SN1", board(921600), 460800), run("SN2", board(921600), passedAt));
    expect(advised(known)).toBe(921600);
  });

  test("is cleared by a board that passes at it", () => {
    const known = learnAll(
      run("SN1", board(921600), 460800),
      run("SN2", [], 921600),
      run("SN3", board(921600), 460800),
    );
    expect(advised(known)).toBe(921600);
  });

  test("is no suspect any more after a week", () => {
    const first = learnRates(NOTHING_KNOWN, run("SN1", board(921600), 460800), MONDAY);
    const second = learnRates(first, run("SN2", board(921600), 460800), later(8));
    expect(advised(second, 921600, later(8))).toBe(921600);
  });
});

test("whatever was learned, the advice is a rate up to the one wanted, and 115200 is always left", () => {
  const rate = fc.constantFrom(115200, 230400, 460800, 921600, 1000000, 1500000, 2000000);
  const failed = fc.array(
    fc.record({ baud: rate, by: fc.constantFrom<"port" | "board">("port", "board") }),
    { maxLength: 4 },
  );
  const experience = fc.record({
    serial: fc.constantFrom("SN1", "SN2", "SN3"),
    failed,
    passedAt: fc.option(rate, { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(experience, { maxLength: 6 }), rate, (runs, wanted) => {
      const known = learnAll(...runs);
      const { baud, note } = adviseRate(known, wanted, MONDAY);
      expect(baud).toBeLessThanOrEqual(wanted);
      expect(note === undefined).toBe(baud === wanted);
    }),
  );
});
