import fc from "fast-check";
import { expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import { nextInQueue } from "../../../libs/lot/find-elsewhere.ts";
import { foreseeTry } from "../../../libs/lot/foresee-try.ts";
import type { LotAction } from "../../../libs/lot/lot-action.ts";
import { lotCounts, lotExitCode } from "../../../libs/lot/lot-counts.ts";
import type { LotInput } from "../../../libs/lot/lot-input.ts";
import type { LotPlan, LotStep } from "../../../libs/lot/lot-plan.ts";
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

/** How a lot is conducted. */
interface Rules {
  readonly trigger: "operator" | "switch" | "auto";
  readonly operator: "present" | "absent";
}

/** The line as it really is: told only by actions, it keeps its own books and checks each action. */
const makeLine = (
  passedBefore: ReadonlySet<string>,
  { trigger, operator }: Rules,
  isHalted: () => boolean,
) => {
  const running = new Map<string, string>();
  const lost = new Map<string, string>();
  const waiting = new Map<string, string | null>();
  const passed = new Set(passedBefore);
  const attempts = new Map<string, number>();
  const skipped = new Set<string>();
  const nests = new Map<string, NestNews>();
  /** The board each nest was given last, and what had happened in it when that run ended. */
  const lies = new Map<string, { readonly board: string; readonly at: NestNews["counts"] }>();
  /** Boards whose results a person must see, by the fixture that shows them. */
  const unseen = new Map<string, string>();
  const locked = new Set<string>();
  /** Serials that were scanned, or are due another try, since they last ran. */
  const asked = new Set<string>();
  /** What had happened in each nest when hands began to count there. */
  const heeded = new Map<string, NestNews["counts"]>();
  let attended = operator === "present" && trigger !== "auto";
  let isPresent = operator === "present";
  let paused = false;
  let finished = 0;
  let closed = false;
  /** What the plan was told last. */
  let now: LotInput = { kind: "stop" };
  const heed = (fixture: string): void => {
    const counts = nests.get(fixture)?.counts;
    if (counts !== undefined) heeded.set(fixture, counts);
  };
  /** Whether a person or a machine has asked for this run. */
  const isAskedFor = (fixture: string, serial: string): boolean => {
    if (trigger === "auto" || asked.has(serial)) return true;
    if (now.kind === "start" || now.kind === "retry") return true;
    const { counts } = nests.get(fixture) ?? quietNest(fixture);
    const since = heeded.get(fixture) ?? counts;
    if (now.kind === "nest-news" && now.news.button !== null) return true;
    return trigger === "operator"
      ? counts.arrivals > since.arrivals
      : counts.closings > since.closings;
  };
  const obey = (action: LotAction): void => {
    expect(finished, "nothing follows the end").toBe(0);
    switch (action.kind) {
      case "start-run": {
        const { fixture, serial, attempt } = action;
        expect(closed, "no board of a closed lot").toBe(false);
        expect(paused, "a paused line starts nothing").toBe(false);
        expect(locked.has(fixture), "a locked nest takes nothing").toBe(false);
        expect(unseen.get(fixture) ?? serial, "no other board over a result").toBe(serial);
        expect(isAskedFor(fixture, serial), "a run that nobody asked for").toBe(true);
        unseen.delete(fixture);
        asked.delete(serial);
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
        expect(unseen.get(action.fixture) ?? action.serial).toBe(action.serial);
        if (action.awaits !== "acknowledge") expect(locked.has(action.fixture)).toBe(false);
        else expect(attended, "an empty room acknowledges nothing").toBe(true);
        // It may be told again that it waits, for something else.
        waiting.delete(action.fixture);
        // A board that is shown may have gone on to another nest.
        waiting.set(action.fixture, action.awaits === "acknowledge" ? null : action.serial);
        // A try that was given up shows the board's result again.
        if (action.awaits === "acknowledge") unseen.set(action.fixture, action.serial ?? "");
        break;
      case "fixture-idle":
        expect(running.has(action.fixture)).toBe(false);
        waiting.delete(action.fixture);
        break;
      case "clear-result":
        if (action.by === "removal") expect(unseen.has(action.fixture)).toBe(false);
        else expect(["acknowledge", "start", "scan", "retry", "nest-news"]).toContain(now.kind);
        if (now.kind === "start" && now.fixture === undefined) {
          expect(waiting.has(action.fixture), "the key takes off what was told").toBe(true);
        }
        // Hands at a nest that showed a result have asked for nothing.
        if (unseen.delete(action.fixture)) heed(action.fixture);
        break;
      case "lock-fixture":
        locked.add(action.fixture);
        if (!unseen.has(action.fixture)) waiting.delete(action.fixture);
        break;
      case "unlock-fixture":
        if (locked.delete(action.fixture)) heed(action.fixture);
        break;
      case "pause-line":
        paused = true;
        break;
      case "resume-line":
        paused = false;
        for (const fixture of FIXTURES) heed(fixture);
        break;
      case "close-line":
        expect(isPresent, "who is there is asked").toBe(false);
        closed = true;
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
  /** What a person or a machine has asked for, and what a person has yet to see. */
  const noteHands = (input: LotInput): void => {
    if (input.kind === "scan") asked.add(input.serial);
    if (input.kind === "operator-left") {
      attended = false;
      isPresent = false;
      // Nobody can resume what the policy has paused.
      closed ||= isHalted();
      for (const fixture of unseen.keys()) heed(fixture);
      unseen.clear();
    }
    if (input.kind === "nest-news" && !heeded.has(input.news.fixture)) {
      heeded.set(input.news.fixture, input.news.counts);
    }
    const ended = "fixture" in input && "serial" in input ? input : undefined;
    if (ended !== undefined && running.get(ended.fixture ?? "") === ended.serial) {
      heed(ended.fixture ?? "");
    }
    if (input.kind === "run-ended" && input.outcome !== "pass") {
      const { fixture, serial } = input;
      if (running.get(fixture) === serial) asked.add(serial);
      if (attended && running.get(fixture) === serial) unseen.set(fixture, serial);
    }
  };
  return {
    running,
    lost,
    waiting,
    passed,
    attempts,
    skipped,
    unseen,
    locked,
    nests,
    isFinished: () => finished === 1,
    isClosed: () => closed,
    obey,
    /** What the line knows before the plan is told. */
    note: (input: LotInput): void => {
      now = input;
      if (finished === 0) noteHands(input);
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
        heeded.delete(input.fixture);
        lies.delete(input.fixture);
        const serial = running.get(input.fixture);
        running.delete(input.fixture);
        waiting.delete(input.fixture);
        if (serial !== undefined) lost.set(input.fixture, serial);
        if (serial !== undefined && attended) unseen.set(input.fixture, serial);
      } else if (input.kind === "run-ended" || input.kind === "run-refused") {
        running.delete(input.fixture);
        if (lost.get(input.fixture) === input.serial) {
          lost.delete(input.fixture);
          if (input.kind === "run-ended" && input.outcome === "pass") unseen.delete(input.fixture);
        }
        if (input.kind === "run-ended" && input.outcome === "pass") passed.add(input.serial);
      } else if (input.kind === "stop") waiting.clear();
      else if (input.kind === "nest-news") nests.set(input.news.fixture, input.news);
    },
  };
};

/** What a person does besides starting and scanning boards. */
const commandOf = (
  [what, at, ending]: readonly [number, number, number],
  fixture: string,
): LotInput | undefined => {
  switch (what) {
    case 31:
      return at % 2 === 0 ? { kind: "acknowledge" } : { kind: "acknowledge", fixture };
    case 32:
      return { kind: "retry", fixture };
    case 33:
      return { kind: "lock", fixture, by: null, why: "by hand" };
    case 34:
      return { kind: "unlock", fixture, by: ending % 2 === 0 ? null : "Eva" };
    case 35:
      return { kind: "pause", by: null };
    case 36:
      return { kind: "resume", by: ending % 2 === 0 ? null : "Eva" };
    case 37:
      return { kind: "scan", serial: at % 2 === 0 ? fixture : `fixture:${fixture}` };
    default:
      return ending === 0 ? { kind: "operator-left" } : undefined;
  }
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
  if (what > 30) return commandOf([what, at, ending], fixture);
  if (what > 20) {
    const change = WIRES[ending % WIRES.length] ?? {};
    // What is told of no change, or after several, is as good.
    const before = line.nests.get(fixture) ?? quietNest(fixture);
    return { kind: "nest-news", news: changeNest(before, change) };
  }
  return what === 20 && ending === 0 ? { kind: "stop" } : undefined;
};

const dice = fc.tuple(fc.nat({ max: 38 }), fc.nat({ max: 11 }), fc.nat({ max: 20 }));
const order = fc.record({
  source: fc.constantFrom("list" as const, "scan" as const),
  trigger: fc.constantFrom("operator" as const, "switch" as const, "auto" as const),
  operator: fc.constantFrom("present" as const, "absent" as const),
  retries: fc.nat({ max: 2 }),
  passedBefore: fc.subarray(SERIALS),
  policy: fc.record({
    otherFixtures: fc.nat({ max: 2 }),
    lockAfter: fc.nat({ max: 3 }),
    lockWorse: fc.boolean(),
    stopAfter: fc.nat({ max: 3 }),
    minFirstPassYield: fc.constantFrom(undefined, { percent: 60, after: 3 }),
  }),
  rolls: fc.array(dice, { maxLength: 120, size: "max" }),
});

type Order = typeof order extends fc.Arbitrary<infer T> ? T : never;

const play = ({ source, trigger, operator, retries, passedBefore, policy, rolls }: Order) => {
  const rules = { trigger, operator };
  const line = makeLine(new Set(passedBefore), rules, () => plan.halted);
  for (const serial of passedBefore) line.attempts.set(serial, 1);
  const opened = openLot({
    serials: source === "scan" ? "scan" : SERIALS,
    fixtures: FIXTURES.map((id) => ({ id, retries, policy })),
    policy,
    trigger,
    operator,
    serialRules: [],
    earlier: new Map(
      passedBefore.map((serial) => [serial, { outcome: "pass", attempts: 1, first: "pass" }]),
    ),
  });
  let plan: LotPlan = opened.plan;
  const follow = (step: LotStep): void => {
    plan = step.plan;
    step.actions.forEach(line.obey);
    const places = [...line.running.values(), ...line.waiting.values()];
    const serials = places.filter((one) => one !== null);
    expect(serials, "one place per serial").toEqual([...new Set(serials)]);
    const isOpen = !plan.finished && !plan.stopped && !plan.closed;
    const idle = [...plan.nests].filter(([, { kind }]) => kind === "idle");
    for (const [fixture] of isOpen ? idle : []) {
      const left = nextInQueue(plan, fixture);
      expect(left, "nobody idles while a board is left that may be tried there").toBe(undefined);
    }
  };
  const tell = (input: LotInput): void => {
    line.note(input);
    const expected = [...line.waiting.values()];
    const step = nextStep(plan, input);
    for (const action of step.actions) {
      if (action.kind !== "refuse-scan" || !expected.includes(action.serial)) continue;
      expect(["duplicate", "paused", "in-fixture"], "who is told to load it may scan it").toContain(
        action.reason,
      );
    }
    const isRefused = step.actions.some(({ kind }) => kind.startsWith("refuse-"));
    if (isRefused && input.kind !== "nest-news") {
      expect(step.actions, "a refusal comes alone").toHaveLength(1);
      expect(step.plan, "what is refused moves nothing").toEqual(plan);
    }
    follow(step);
  };
  follow(opened);
  for (const roll of rolls) {
    const input = inputOf(roll, line);
    if (input !== undefined) tell(input);
  }
  return { line, tell, plan: () => plan };
};

/** Goes on as a line does until the lot ends; only where serials are scanned does somebody say so. Returns the inputs it took. */
const drain = ({ line, tell, plan }: ReturnType<typeof play>): number => {
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
  tell({ kind: "resume", by: "Eva" });
  for (const fixture of FIXTURES) {
    tell({ kind: "unlock", fixture, by: "Eva" });
    change(fixture, { ports: "gone" });
    change(fixture, { ports: "here" });
    swap(fixture);
    tell({ kind: "fixture-ready", fixture });
  }
  while (!line.isFinished() && steps < 200) {
    steps += 1;
    // The policy may have paused it.
    if (plan().paused) tell({ kind: "resume", by: "Eva" });
    const [busy] = line.running;
    const [held] = line.waiting;
    if (busy !== undefined) {
      const [fixture, serial] = busy;
      tell({ kind: "run-ended", fixture, serial, outcome: "pass", failure: null });
    } else if (line.unseen.size > 0) {
      const [fixture = ""] = line.unseen.keys();
      tell({ kind: "acknowledge", fixture });
    } else if (held !== undefined && held[1] !== null) {
      swap(held[0]);
      if (line.waiting.has(held[0])) tell({ kind: "start", fixture: held[0] });
    } else if (plan().source === "scan") tell({ kind: "stop" });
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
        const left = [...plan.nests].filter(
          ([fixture, nest]) =>
            nest.kind !== "out" &&
            !(nest.kind === "away" && nest.hope === "none") &&
            !(plan.operator === "absent" && plan.locks.has(fixture)),
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

test("a lot that machines load ends by its runs alone, nests locked or not", () => {
  fc.assert(
    fc.property(order, (given) => {
      const game = play({ ...given, source: "list", trigger: "auto", operator: "absent" });
      const { line, tell } = game;
      for (const fixture of FIXTURES) tell({ kind: "fixture-ready", fixture });
      tell({ kind: "resume", by: "Eva" });
      for (let steps = 0; steps < 100 && line.running.size > 0; steps += 1) {
        const [busy] = line.running;
        if (busy === undefined) break;
        const [fixture, serial] = busy;
        tell({ kind: "run-ended", fixture, serial, outcome: "pass", failure: null });
      }
      const { nests, locks } = game.plan();
      // Only hands mend a nest whose ports, lid or board are not as they must be.
      const lacks = [...nests].some(
        ([id, { kind }]) => !locks.has(id) && (kind === "away" || kind === "waiting"),
      );
      if (!lacks) expect(line.isFinished()).toBe(true);
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
      fc.nat({ max: 2 }),
      fc.nat({ max: 3 }),
      (retries, how, otherFixtures, lockAfter) => {
        const policy = {
          ...{ otherFixtures, lockAfter, lockWorse: true, stopAfter: 0 },
          minFirstPassYield: undefined,
        };
        const rolls: [number, number, number][] = [];
        const game = play({
          ...{ source: "list", trigger: "auto", operator: "present" },
          ...{ retries, passedBefore: [], policy, rolls },
        });
        for (const fixture of FIXTURES) game.tell({ kind: "fixture-ready", fixture });
        for (const end of how) {
          const [busy] = game.line.running;
          if (busy === undefined) break;
          game.tell({ kind: "run-ended", fixture: busy[0], serial: busy[1], ...end });
        }
        // In each of the fixtures it may come to the retries, and one repeat after an error, and the first runs.
        const places = Math.min(FIXTURES.length, 2 + otherFixtures + (lockAfter > 0 ? 1 : 0));
        for (const runs of game.line.attempts.values())
          expect(runs).toBeLessThanOrEqual(places * (retries + 1) + 1);
      },
    ),
  );
});

test("no board goes by itself into a fixture where its tries were used up, none is run more for being foreseen", () => {
  fc.assert(
    fc.property(order, (given) => {
      const game = play({
        ...given,
        trigger: "auto",
        operator: "absent",
        source: "list",
        rolls: [],
      });
      const failedIn = new Map<string, Set<string>>();
      for (const fixture of FIXTURES) game.tell({ kind: "fixture-ready", fixture });
      for (const [at, , ending] of given.rolls) {
        const busy = [...game.line.running];
        const [fixture, serial] = busy[at % Math.max(1, busy.length)] ?? [];
        const how = ENDINGS[ending % ENDINGS.length];
        if (fixture === undefined || serial === undefined || how === undefined) break;
        const ended = { kind: "run-ended", fixture, serial, ...how } as const;
        const before = structuredClone(game.plan());
        const { next, failedIn: told } = foreseeTry(game.plan(), ended);
        expect(game.plan(), "to foresee changes nothing").toEqual(before);
        game.tell(ended);
        const failed = failedIn.get(serial) ?? new Set();
        if (how.outcome === "fail" && next !== "repeated") failed.add(fixture);
        failedIn.set(serial, failed);
        expect(failed).toEqual(new Set([...told, ...(failed.has(fixture) ? [fixture] : [])]));
        for (const [place, one] of game.line.running) {
          const isRepeat = place === fixture && one === serial;
          if (isRepeat) expect(next).toBe("repeated");
          else expect(failedIn.get(one)?.has(place) ?? false, "failed there before").toBe(false);
        }
        if (next === "none" && !game.plan().closed) {
          expect(game.plan().queue, "no try is left").not.toContain(serial);
        }
      }
    }),
    { numRuns: 200 },
  );
});
