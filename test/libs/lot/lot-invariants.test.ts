import fc from "fast-check";
import { expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import { lotCounts, lotExitCode } from "../../../libs/lot/lot-counts.ts";
import type { LotAction, LotInput, LotPlan, LotStep } from "../../../libs/lot/lot-plan.ts";
import { nextStep } from "../../../libs/lot/next-step.ts";
import { openLot } from "../../../libs/lot/open-lot.ts";
import {
  changeNest,
  type NestLevels,
  type NestNews,
  quietNest,
} from "../../../libs/station/nest-news.ts";

const SERIALS = ["A", "B", "C", "D", "E", "F"];
const FIXTURES = ["F1", "F2", "F3"];

const ENDINGS: readonly Pick<Extract<LotInput, { kind: "run-ended" }>, "outcome" | "failure">[] = [
  { outcome: "pass", failure: null },
  { outcome: "aborted", failure: null },
  ...(
    [
      { code: "no-link", attempts: 1, heard: 0 },
      { code: "wrong-chip", expected: "a", found: "b" },
    ] satisfies Failure[]
  ).map((failure) => ({ outcome: "fail" as const, failure })),
  ...(
    [
      { code: "internal", reason: "" },
      { code: "port-gone", port: "", reason: "missing" },
      { code: "relay-failed", control: "", reason: "" },
      { code: "image-changed", image: "", expected: "", found: "" },
    ] satisfies Failure[]
  ).map((failure) => ({ outcome: "error" as const, failure })),
];

const WIRES: readonly Partial<NestLevels>[] = [
  { ports: "gone" },
  { ports: "here" },
  { lid: "open" },
  { lid: "closed" },
  { lid: "closed" },
  { board: "absent" },
  { board: "present" },
  { board: "present" },
  { button: "up" },
  { button: "down" },
  { lid: "unknown" },
  { board: "unknown" },
];

/** Nothing was done for these. */
const UNDONE: ReadonlySet<LotInput["kind"]> = new Set([
  "run-refused",
  "run-withheld",
  "run-skipped",
]);

/** The line as it really is: told only by actions, it keeps its own books and checks each action. */
const makeLine = (passedBefore: ReadonlySet<string>) => {
  const running = new Map<string, string>();
  const lost = new Map<string, string>();
  const waiting = new Map<string, string | null>();
  const passed = new Set(passedBefore);
  const attempts = new Map<string, number>();
  const skipped = new Set<string>();
  const nests = new Map<string, NestNews>();
  /** The board each nest was given last, and what had happened in it when that run ended. */
  const lies = new Map<string, { readonly board: string; readonly at: NestNews["counts"] }>();
  let finished = 0;
  let closed = false;
  const obey = (action: LotAction): void => {
    expect(finished, "nothing follows the end").toBe(0);
    switch (action.kind) {
      case "start-run": {
        const { fixture, serial, attempt } = action;
        expect(closed, "no board of a closed lot").toBe(false);
        const nest = nests.get(fixture) ?? quietNest(fixture);
        const { board: was, at } = lies.get(fixture) ?? { board: serial, at: nest.counts };
        expect(nest.ports, "no board without ports").not.toBe("gone");
        expect(["closed", null], "no run under an open lid").toContain(nest.lid);
        expect(["present", null], "no run without a board").toContain(nest.board);
        if (was !== serial && nest.board !== null) {
          expect(nest.counts.arrivals, "a board, a serial").toBeGreaterThan(at.arrivals);
        } else if (was !== serial && nest.lid !== null) {
          expect(nest.counts.closings, "a board, a serial").toBeGreaterThan(at.closings);
        }
        lies.set(fixture, { board: serial, at: nest.counts });
        expect(running.has(fixture), "one run per fixture").toBe(false);
        expect([...running.values(), ...lost.values()], "one fixture per serial").not.toContain(
          serial,
        );
        expect(passed.has(serial), "passed boards stay").toBe(false);
        expect(attempt, "runs are numbered without gaps").toBe((attempts.get(serial) ?? 0) + 1);
        attempts.set(serial, attempt);
        waiting.delete(fixture);
        running.set(fixture, serial);
        break;
      }
      case "wait-for-operator":
        expect(running.has(action.fixture)).toBe(false);
        // It may be told again that it waits, for something else.
        waiting.delete(action.fixture);
        expect(
          [...running.values(), ...waiting.values()].filter((one) => one !== null),
        ).not.toContain(action.serial);
        waiting.set(action.fixture, action.serial);
        break;
      case "fixture-idle":
        expect(running.has(action.fixture)).toBe(false);
        waiting.delete(action.fixture);
        break;
      case "abort-run":
        expect(running.get(action.fixture)).toBe(action.serial);
        break;
      case "lot-finished":
        expect(running.size, "nothing runs at the end").toBe(0);
        finished += 1;
        break;
      default:
        break;
    }
  };
  return {
    running,
    lost,
    waiting,
    passed,
    attempts,
    skipped,
    nests,
    isFinished: () => finished === 1,
    isClosed: () => closed,
    obey,
    /** What the line knows before the plan is told. */
    note: (input: LotInput): void => {
      if (input.kind === "close") closed ||= finished === 0;
      if (input.kind === "run-ended" && running.get(input.fixture) === input.serial) {
        closed ||= input.failure?.code === "image-changed";
      }
      if (input.kind === "run-skipped") skipped.add(input.serial);
      if (UNDONE.has(input.kind) && "serial" in input && "fixture" in input) {
        attempts.set(input.serial, (attempts.get(input.serial) ?? 0) - 1);
        running.delete(input.fixture);
      }
      if (input.kind === "run-ended" || input.kind === "run-refused") {
        const board = lies.get(input.fixture)?.board;
        const at = nests.get(input.fixture)?.counts;
        if (board === input.serial && at !== undefined) lies.set(input.fixture, { board, at });
      }
      if (input.kind === "fixture-lost") {
        nests.delete(input.fixture);
        lies.delete(input.fixture);
        const serial = running.get(input.fixture);
        running.delete(input.fixture);
        waiting.delete(input.fixture);
        if (serial !== undefined) lost.set(input.fixture, serial);
      } else if (input.kind === "run-ended" || input.kind === "run-refused") {
        running.delete(input.fixture);
        if (lost.get(input.fixture) === input.serial) lost.delete(input.fixture);
        if (input.kind === "run-ended" && input.outcome === "pass") passed.add(input.serial);
      } else if (input.kind === "stop") waiting.clear();
      else if (input.kind === "nest-news") nests.set(input.news.fixture, input.news);
    },
  };
};

/** What one draw of the dice does to the line; undefined when it makes no sense now. */
const inputOf = (
  [what, at, ending]: readonly [number, number, number],
  line: ReturnType<typeof makeLine>,
): LotInput | undefined => {
  const fixture = FIXTURES[at % FIXTURES.length] ?? "";
  const serial = line.running.get(fixture);
  const late = line.lost.get(fixture);
  const how = ENDINGS[ending % ENDINGS.length];
  if (what < 3) return { kind: "fixture-ready", fixture };
  if (what < 12) {
    const board = serial ?? (what < 5 ? late : undefined);
    if (board === undefined || how === undefined) return undefined;
    return { kind: "run-ended", fixture, serial: board, ...how };
  }
  if (what < 15) return at % 2 === 0 ? { kind: "start" } : { kind: "start", fixture };
  if (what < 18) return { kind: "scan", serial: SERIALS[at % SERIALS.length] ?? "" };
  if (what === 18) return { kind: "fixture-lost", fixture };
  if (what === 19 && serial !== undefined) {
    if (line.isClosed()) return { kind: "run-withheld", fixture, serial };
    return { kind: ending % 2 === 0 ? "run-refused" : "run-skipped", fixture, serial };
  }
  if (what === 20 && ending === 1) return { kind: "close" };
  if (what > 20) {
    const change = WIRES[ending % WIRES.length] ?? {};
    // What is told of no change, or after several, is as good.
    const before = line.nests.get(fixture) ?? quietNest(fixture);
    return { kind: "nest-news", news: changeNest(before, change) };
  }
  return what === 20 && ending === 0 ? { kind: "stop" } : undefined;
};

const dice = fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 11 }), fc.nat({ max: 20 }));
const order = fc.record({
  source: fc.constantFrom("list" as const, "scan" as const),
  trigger: fc.constantFrom("operator" as const, "switch" as const, "auto" as const),
  retries: fc.nat({ max: 2 }),
  passedBefore: fc.subarray(SERIALS),
  rolls: fc.array(dice, { maxLength: 120, size: "max" }),
});

type Order = typeof order extends fc.Arbitrary<infer T> ? T : never;

const play = ({ source, trigger, retries, passedBefore, rolls }: Order) => {
  const line = makeLine(new Set(passedBefore));
  for (const serial of passedBefore) line.attempts.set(serial, 1);
  const opened = openLot({
    serials: source === "scan" ? "scan" : SERIALS,
    fixtures: FIXTURES.map((id) => ({ id, retries })),
    trigger,
    earlier: new Map(passedBefore.map((serial) => [serial, { outcome: "pass", attempts: 1 }])),
  });
  let plan: LotPlan = opened.plan;
  const follow = (step: LotStep): void => {
    plan = step.plan;
    step.actions.forEach(line.obey);
  };
  const tell = (input: LotInput): void => {
    line.note(input);
    follow(nextStep(plan, input));
  };
  follow(opened);
  for (const roll of rolls) {
    const input = inputOf(roll, line);
    if (input !== undefined) tell(input);
  }
  return { line, tell, plan: () => plan };
};

/** Goes on as a line does, nobody stopping it, until the lot ends. Returns the inputs it took. */
const drain = ({ line, tell }: ReturnType<typeof play>): number => {
  let steps = 0;
  const change = (fixture: string, levels: Partial<NestLevels>): void => {
    const news = changeNest(line.nests.get(fixture) ?? quietNest(fixture), levels);
    tell({ kind: "nest-news", news });
  };
  /** As an operator does: lid open, board out, another in, lid closed. */
  const swap = (fixture: string): void => {
    const { lid, board } = line.nests.get(fixture) ?? quietNest(fixture);
    if (lid !== null) change(fixture, { lid: "open" });
    if (board !== null) change(fixture, { board: "absent" });
    if (board !== null) change(fixture, { board: "present" });
    if (lid !== null) change(fixture, { lid: "closed" });
  };
  for (const fixture of FIXTURES) {
    change(fixture, { ports: "gone" });
    change(fixture, { ports: "here" });
    swap(fixture);
    tell({ kind: "fixture-ready", fixture });
  }
  while (!line.isFinished() && steps < 200) {
    steps += 1;
    const [busy] = line.running;
    const [held] = line.waiting;
    if (busy !== undefined) {
      const [fixture, serial] = busy;
      tell({ kind: "run-ended", fixture, serial, outcome: "pass", failure: null });
    } else if (held !== undefined && held[1] !== null) {
      swap(held[0]);
      if (line.waiting.has(held[0])) tell({ kind: "start", fixture: held[0] });
    } else tell({ kind: "stop" });
  }
  return steps;
};

test("no serial is in two fixtures, none that passed runs again, whatever happens", () => {
  fc.assert(
    fc.property(order, (given) => {
      play(given);
    }),
    { numRuns: 500 },
  );
});

test("every lot ends, every serial in exactly one place, and the counts agree with the line", () => {
  fc.assert(
    fc.property(order, (given) => {
      const game = play(given);
      drain(game);
      const { line } = game;
      const plan = game.plan();
      expect(line.isFinished()).toBe(true);
      const { pass, fail, error, aborted, notRun } = lotCounts(plan);
      expect(pass).toBe(line.passed.size);
      expect(pass + fail + error + aborted + (notRun ?? 0)).toBeLessThanOrEqual(SERIALS.length);
      if (given.source === "list") {
        expect(pass + fail + error + aborted + (notRun ?? 0)).toBe(SERIALS.length);
        const tried = SERIALS.filter((serial) => (line.attempts.get(serial) ?? 0) > 0);
        expect(notRun).toBe(SERIALS.length - tried.length);
      }
      if (line.isClosed() && !plan.stopped) expect(lotExitCode(plan)).toBe(3);
      if (!plan.stopped && !plan.closed && (notRun ?? 0) > line.skipped.size) {
        const left = [...plan.nests.values()].filter(
          (nest) => nest.kind !== "out" && !(nest.kind === "away" && nest.hope === "none"),
        );
        expect(left, "boards are left over only when no fixture is").toEqual([]);
      }
      const exit = lotExitCode(plan);
      if (exit === 0) expect({ fail, error, aborted }).toEqual({ fail: 0, error: 0, aborted: 0 });
      if (error > 0 && !plan.stopped) expect(exit).toBe(3);
    }),
    { numRuns: 500 },
  );
});

test("a board's runs are bounded without the operator's hand", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 5 }),
      // A few endings over and over, so that the same board fails again and again.
      fc
        .subarray([...ENDINGS], { minLength: 1 })
        .chain((few) => fc.array(fc.constantFrom(...few), { maxLength: 60, size: "max" })),
      (retries, how) => {
        const rolls: [number, number, number][] = [];
        const game = play({ source: "list", trigger: "auto", retries, passedBefore: [], rolls });
        for (const fixture of FIXTURES) game.tell({ kind: "fixture-ready", fixture });
        for (const end of how) {
          const [busy] = game.line.running;
          if (busy === undefined) break;
          game.tell({ kind: "run-ended", fixture: busy[0], serial: busy[1], ...end });
        }
        // In each of two fixtures the retries, and one repeat after an error, and the first runs.
        for (const runs of game.line.attempts.values())
          expect(runs).toBeLessThanOrEqual(2 * retries + 3);
      },
    ),
  );
});
