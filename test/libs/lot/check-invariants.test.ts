import fc from "fast-check";
import { expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import { checkThat, WHOLE_CHECK } from "../../../libs/lot/fixture-check.ts";
import type { LotAction } from "../../../libs/lot/lot-action.ts";
import { lotCounts, lotExitCode } from "../../../libs/lot/lot-counts.ts";
import type { LotInput } from "../../../libs/lot/lot-input.ts";
import type { LotPlan, LotStep } from "../../../libs/lot/lot-plan.ts";
import { nextStep } from "../../../libs/lot/next-step.ts";
import { openLot } from "../../../libs/lot/open-lot.ts";
import type { CheckBoards } from "../../../libs/recipe/shift-check.ts";
import { changeNest, type NestLevels, quietNest } from "../../../libs/station/nest-news.ts";

const SERIALS = ["A", "B", "C", "D"];
const FIXTURES = ["F1", "F2", "F3"];
/** The golden board of one recipe is the must-fail board of the other, as it is with two chips. */
const BOARDS: Readonly<Record<string, CheckBoards>> = {
  F1: { golden: "G", mustFail: { serial: "H", code: "wrong-chip" } },
  F2: { golden: "G", mustFail: { serial: "H", code: "wrong-chip" } },
  F3: { golden: "H", mustFail: { serial: "G", code: "wrong-chip" } },
};

type Ending = Pick<Extract<LotInput, { kind: "run-ended" }>, "outcome" | "failure">;

const PASS: Ending = { outcome: "pass", failure: null };
const WRONG_CHIP: Ending = {
  outcome: "fail",
  failure: { code: "wrong-chip", expected: "a", found: "b" },
};

const ended = (outcome: "fail" | "error", failure: Failure): Ending => ({ outcome, failure });

const ENDINGS: readonly Ending[] = [
  PASS,
  WRONG_CHIP,
  { outcome: "aborted", failure: null },
  ended("fail", { code: "no-link", attempts: 1, heard: 0 }),
  ended("error", { code: "internal", reason: "" }),
  ended("error", { code: "port-gone", port: "", reason: "missing" }),
  ended("error", { code: "relay-failed", control: "", reason: "" }),
];

const WIRES: readonly Partial<NestLevels>[] = [
  { ports: "gone" },
  { ports: "here" },
  { lid: "open" },
  { lid: "closed" },
  { board: "absent" },
  { board: "present" },
  { button: "up" },
  { button: "down" },
];

/** A roll of the dice: what happens, where, and how. */
type Roll = readonly [what: number, at: number, how: number];

/** The line as it really is: it keeps its own books of what each fixture has shown. */
const makeLine = (proven: readonly string[]) => {
  const running = new Map<string, string>();
  const shown = new Map(proven.map((fixture) => [fixture, new Set(WHOLE_CHECK)]));
  const refused = new Set<string>();
  const products = new Map<string, string>();
  const nests = new Map(FIXTURES.map((id) => [id, quietNest(id)]));
  let checkRuns = 0;
  const isProven = (fixture: string): boolean => shown.get(fixture)?.size === 2;
  const obey = (action: LotAction): void => {
    if (action.kind !== "start-run") return;
    const { fixture, serial, purpose, attempt } = action;
    expect([...running.values()], "a board is in one place").not.toContain(serial);
    expect(running.has(fixture)).toBe(false);
    expect(refused.has(fixture), "a refused fixture starts nothing").toBe(false);
    running.set(fixture, serial);
    const boards = BOARDS[fixture];
    if (purpose === "product") {
      expect(isProven(fixture), "no product in an unproven fixture").toBe(true);
      expect(SERIALS).toContain(serial);
      return;
    }
    checkRuns += 1;
    expect(attempt).toBeGreaterThan(0);
    expect(isProven(fixture), "a proven fixture is not asked again").toBe(false);
    expect(serial).toBe(purpose === "golden" ? boards?.golden : boards?.mustFail.serial);
    const done = [...(shown.get(fixture) ?? [])];
    expect(done, "golden comes first").toEqual(purpose === "golden" ? [] : ["golden"]);
  };
  const end = (fixture: string, serial: string, { outcome, failure }: Ending): void => {
    running.delete(fixture);
    const boards = BOARDS[fixture];
    if (SERIALS.includes(serial) || boards === undefined) {
      products.set(serial, outcome);
      return;
    }
    const purpose = boards.golden === serial ? "golden" : "must-fail";
    const isWanted =
      purpose === "golden" ? outcome === "pass" : failure?.code === boards.mustFail.code;
    if (isWanted) shown.set(fixture, new Set([...(shown.get(fixture) ?? []), purpose]));
    else if (outcome === "pass" || outcome === "fail") {
      shown.delete(fixture);
      refused.add(fixture);
    }
  };
  return {
    ...{ running, nests, products, obey, end },
    /** Told after the plan has decided: only its lock says whether an error was one too many. */
    follow: ({ checks, locks }: LotPlan): void => {
      for (const fixture of FIXTURES) {
        const check = checks.get(fixture);
        if (check?.standing !== "refused") continue;
        expect(locks.has(fixture), "refused is locked").toBe(true);
        shown.delete(fixture);
        refused.add(fixture);
      }
    },
    askAgain: (fixture: string): void => {
      shown.delete(fixture);
      refused.delete(fixture);
    },
    expire: (fixture: string): void => void shown.delete(fixture),
    isRefused: (fixture: string): boolean => refused.has(fixture),
    checkRuns: () => checkRuns,
  };
};

const order = fc.record({
  source: fc.constantFrom("list" as const, "scan" as const),
  trigger: fc.constantFrom("operator" as const, "switch" as const, "auto" as const),
  operator: fc.constantFrom("present" as const, "absent" as const),
  /** In the last lot. */
  proven: fc.subarray(FIXTURES),
  rolls: fc.array(fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 11 }), fc.nat({ max: 20 })), {
    maxLength: 100,
    size: "max",
  }),
});

type Order = typeof order extends fc.Arbitrary<infer T> ? T : never;

const play = ({ source, trigger, operator, proven, rolls }: Order) => {
  const line = makeLine(proven);
  let plan: LotPlan;
  let isOver = false;
  const follow = (step: LotStep): void => {
    plan = step.plan;
    line.follow(plan);
    step.actions.forEach(line.obey);
    isOver = plan.finished;
  };
  const opened = openLot({
    ...{ trigger, operator, serialRules: [], earlier: new Map() },
    serials: source === "scan" ? "scan" : SERIALS,
    fixtures: FIXTURES.map((id) => ({ id, retries: 1 })),
    checks: new Map(
      Object.entries(BOARDS).map(([id, boards]) => [
        id,
        checkThat(boards, proven.includes(id) ? [] : WHOLE_CHECK),
      ]),
    ),
  });
  plan = opened.plan;
  follow(opened);
  const tell = (input: LotInput): void => follow(nextStep(plan, input));
  const end = (fixture: string, how: Ending): void => {
    const serial = line.running.get(fixture);
    if (serial === undefined) return;
    line.end(fixture, serial, how);
    tell({ kind: "run-ended", fixture, serial, ...how });
  };
  const change = (fixture: string, levels: Partial<NestLevels>): void => {
    const news = changeNest(line.nests.get(fixture) ?? quietNest(fixture), levels);
    line.nests.set(fixture, news);
    tell({ kind: "nest-news", news });
  };
  const roll = ([what, at, how]: Roll): void => {
    const fixture = FIXTURES[at % FIXTURES.length] ?? "";
    const any = [...SERIALS, "G", "H"];
    if (what < 4) tell({ kind: "fixture-ready", fixture });
    else if (what < 12) end(fixture, ENDINGS[how % ENDINGS.length] ?? PASS);
    else if (what < 15) tell(at % 2 === 0 ? { kind: "start" } : { kind: "start", fixture });
    else if (what < 18) tell({ kind: "scan", serial: any[at % any.length] ?? "" });
    else if (what === 18) tell({ kind: "scan", serial: fixture });
    else if (what === 19) tell({ kind: "acknowledge", fixture });
    else if (what === 20) tell({ kind: "retry", fixture });
    else if (what === 21) tell({ kind: "lock", fixture, by: "Eva", why: "by hand" });
    else if (what === 22) unlock(fixture, how % 2 === 0 ? "Eva" : null);
    else if (what === 23) tell({ kind: how % 2 === 0 ? "pause" : "resume", by: null });
    else if (what === 24) due(fixture);
    else if (what === 25 && how === 0) lose(fixture);
    else if (what > 25) change(fixture, WIRES[how % WIRES.length] ?? {});
  };
  const unlock = (fixture: string, by: string | null): void => {
    if (isOver) return;
    if (by !== null && plan.locks.has(fixture) && line.isRefused(fixture)) line.askAgain(fixture);
    tell({ kind: "unlock", fixture, by });
  };
  const due = (fixture: string): void => {
    // Nothing else is asked of one that has not proven itself yet, or was refused.
    const isProven = plan.checks.get(fixture)?.left.length === 0;
    if (isProven && !isOver) line.expire(fixture);
    tell({ kind: "check-due", fixture });
  };
  const lose = (fixture: string): void => {
    line.running.delete(fixture);
    tell({ kind: "fixture-lost", fixture });
  };
  rolls.forEach(roll);
  return { line, tell, end, change, unlock, plan: () => plan };
};

test("no board of the lot starts in a fixture that is not proven, whatever happens", () => {
  fc.assert(
    fc.property(order, (given) => {
      const game = play(given);
      const { pass, fail, error, aborted } = lotCounts(game.plan());
      // A lost run counts as error until it reports.
      expect(pass + fail + error + aborted).toBeGreaterThanOrEqual(game.line.products.size);
      expect(
        [...game.plan().boards]
          .map(([serial]) => serial)
          .filter((serial) => !SERIALS.includes(serial)),
      ).toEqual([]);
      if ([...game.plan().checks.values()].some(({ standing }) => standing === "refused")) {
        expect([3, 130]).toContain(lotExitCode(game.plan()));
      }
    }),
    { numRuns: 300 },
  );
});

test("every lot ends once its check boards do as they must", () => {
  let checked = 0;
  fc.assert(
    fc.property(order, (given) => {
      const game = play({ ...given, source: "list", operator: "present" });
      const { line, tell, plan } = game;
      tell({ kind: "resume", by: null });
      for (const fixture of FIXTURES) {
        game.unlock(fixture, "Eva");
        game.change(fixture, { ports: "gone" });
        game.change(fixture, { ports: "here", lid: "closed", board: "present", button: "up" });
        tell({ kind: "fixture-ready", fixture });
      }
      for (let step = 0; step < 300 && !plan().finished; step += 1) {
        const [busy] = line.running;
        if (busy !== undefined) {
          const [fixture, serial] = busy;
          const isToFail = BOARDS[fixture]?.mustFail.serial === serial;
          game.end(fixture, isToFail ? WRONG_CHIP : PASS);
          continue;
        }
        for (const fixture of FIXTURES) {
          tell({ kind: "acknowledge", fixture });
          game.change(fixture, { lid: "open" });
          game.change(fixture, { board: "absent" });
          game.change(fixture, { board: "present" });
          game.change(fixture, { lid: "closed" });
          tell({ kind: "start", fixture });
        }
      }
      expect(plan().finished).toBe(true);
      checked += line.checkRuns();
    }),
    { numRuns: 200 },
  );
  expect(checked).toBeGreaterThan(200);
});
