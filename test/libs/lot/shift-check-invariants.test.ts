import fc from "fast-check";
import { expect, test } from "vitest";
import { checkThat, WHOLE_CHECK } from "../../../libs/lot/fixture-check.ts";
import type { LotAction } from "../../../libs/lot/lot-action.ts";
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

const FIXTURES = ["F1", "F2", "F3"];
const SERIALS = ["A", "B", "C", "D"];
const GOLDEN = "GOLD";
const MUST_FAIL = "BAD";
const BOARDS = { golden: GOLDEN, mustFail: { serial: MUST_FAIL, code: "wrong-chip" } } as const;

type Ending = Pick<Extract<LotInput, { kind: "run-ended" }>, "outcome" | "failure">;

const PASS: Ending = { outcome: "pass", failure: null };
const WRONG_CHIP: Ending = {
  outcome: "fail",
  failure: { code: "wrong-chip", expected: "a", found: "b" },
};
const ENDINGS: readonly Ending[] = [
  PASS,
  WRONG_CHIP,
  { outcome: "fail", failure: { code: "no-link", attempts: 1, heard: 0 } },
  { outcome: "error", failure: { code: "internal", reason: "" } },
  { outcome: "error", failure: { code: "port-gone", port: "", reason: "missing" } },
  { outcome: "aborted", failure: null },
];

/** How a run ends that goes as it must. */
const asWanted = (serial: string): Ending => (serial === MUST_FAIL ? WRONG_CHIP : PASS);

const dice = fc.tuple(fc.nat({ max: 15 }), fc.nat({ max: 11 }), fc.nat({ max: 11 }));
const order = fc.record({
  source: fc.constantFrom("list" as const, "scan" as const),
  trigger: fc.constantFrom("operator" as const, "switch" as const, "auto" as const),
  operator: fc.constantFrom("present" as const, "absent" as const),
  retries: fc.nat({ max: 1 }),
  rolls: fc.array(dice, { maxLength: 80, size: "max" }),
});

type Order = typeof order extends fc.Arbitrary<infer T> ? T : never;

/** A lot whose fixtures prove themselves; each fixture's proofs are counted apart from the plan. */
const play = ({ source, trigger, operator, retries }: Omit<Order, "rolls">) => {
  const shown = new Map(FIXTURES.map((id) => [id, new Set<string>()]));
  const running = new Map<string, string>();
  const nests = new Map<string, NestNews>();
  const opened = openLot({
    serials: source === "scan" ? "scan" : SERIALS,
    fixtures: FIXTURES.map((id) => ({ id, retries })),
    ...{ trigger, operator, serialRules: [], earlier: new Map() },
    checks: new Map(FIXTURES.map((id) => [id, checkThat(BOARDS, WHOLE_CHECK)])),
  });
  let plan: LotPlan = opened.plan;
  const obey = (action: LotAction): void => {
    if (action.kind === "fail-check") shown.get(action.fixture)?.clear();
    if (action.kind !== "start-run") return;
    const { fixture, serial, purpose } = action;
    const isCheck = serial === GOLDEN || serial === MUST_FAIL;
    expect(purpose === "product", "a check board is no product").toBe(!isCheck);
    expect([...running.values()], "a board is in one nest").not.toContain(serial);
    expect(running.has(fixture)).toBe(false);
    if (!isCheck) expect(shown.get(fixture), "proven before").toEqual(new Set([GOLDEN, MUST_FAIL]));
    expect(plan.locks.has(fixture) || plan.paused || plan.closed).toBe(false);
    running.set(fixture, serial);
  };
  const follow = (step: LotStep): void => {
    plan = step.plan;
    step.actions.forEach(obey);
    const isOpen = !plan.finished && !plan.stopped && !plan.closed && plan.queue.length > 0;
    const kinds = [...plan.nests.values()].map(({ kind }) => kind);
    if (isOpen) expect(kinds).not.toContain("idle");
    expect(plan.queue).not.toContain(GOLDEN);
    expect([...plan.boards].map(([serial]) => serial)).not.toContain(MUST_FAIL);
  };
  const note = (input: LotInput): void => {
    // Only a whole proof can become too old.
    if (input.kind === "check-due" && plan.checks.get(input.fixture)?.left.length === 0) {
      shown.get(input.fixture)?.clear();
    }
    if (input.kind === "fixture-lost") running.delete(input.fixture);
    if (input.kind !== "run-ended" || running.get(input.fixture) !== input.serial) return;
    const { fixture, serial, outcome, failure } = input;
    running.delete(fixture);
    const isWanted = serial === GOLDEN ? outcome === "pass" : failure?.code === "wrong-chip";
    if ((serial === GOLDEN || serial === MUST_FAIL) && isWanted) shown.get(fixture)?.add(serial);
  };
  const tell = (input: LotInput): void => {
    if (!plan.finished) note(input);
    follow(nextStep(plan, input));
  };
  const changed = (fixture: string, levels: Partial<NestLevels>): LotInput => {
    const news = changeNest(nests.get(fixture) ?? quietNest(fixture), levels);
    nests.set(fixture, news);
    return { kind: "nest-news", news };
  };
  follow(opened);
  return { tell, changed, running, nests, plan: () => plan };
};

/** What one draw of the dice does to the line; undefined when it makes no sense now. */
const inputOf = (
  { changed, running }: ReturnType<typeof play>,
  [what, at, ending]: readonly [number, number, number],
): LotInput | undefined => {
  const fixture = FIXTURES[at % FIXTURES.length] ?? "";
  const serial = running.get(fixture);
  const how = ending < 6 && serial !== undefined ? asWanted(serial) : ENDINGS[ending - 6];
  switch (what) {
    case 0:
      return { kind: "fixture-ready", fixture };
    case 1:
      return at % 2 === 0 ? { kind: "start" } : { kind: "start", fixture };
    case 2: {
      const all = [...SERIALS, GOLDEN, MUST_FAIL, ...FIXTURES, "E", "$", "GOLD2"];
      return { kind: "scan", serial: all[(at + ending) % all.length] ?? "" };
    }
    case 3:
      return { kind: "lock", fixture, by: null, why: "by hand" };
    case 4:
      return { kind: "unlock", fixture, by: at % 2 === 0 ? "Eva" : null };
    case 5:
      return { kind: ending % 3 === 0 ? "pause" : "resume", by: null };
    case 6:
      return { kind: "acknowledge" };
    case 7:
      return { kind: "retry", fixture };
    case 8:
      return { kind: ending === 0 ? "fixture-lost" : "check-due", fixture };
    case 9:
      return changed(fixture, { ports: ending % 2 === 0 ? "gone" : "here" });
    case 10:
      return changed(fixture, { lid: ending % 2 === 0 ? "open" : "closed" });
    default:
      if (serial === undefined || how === undefined) return undefined;
      return { kind: "run-ended", fixture, serial, ...how };
  }
};

test("no board of the lot starts in a fixture that has not shown both, and every lot ends", () => {
  fc.assert(
    fc.property(order, ({ rolls, ...given }) => {
      const game = play(given);
      const { tell, changed, running, nests, plan } = game;
      for (const one of rolls) {
        const input = inputOf(game, one);
        if (input !== undefined) tell(input);
      }
      tell({ kind: "resume", by: null });
      for (const fixture of FIXTURES) {
        tell(changed(fixture, { ports: "gone" }));
        tell(changed(fixture, { ports: "here" }));
        tell({ kind: "unlock", fixture, by: "Eva" });
        tell({ kind: "fixture-ready", fixture });
      }
      for (let steps = 0; steps < 100 && !plan().finished; steps += 1) {
        for (const fixture of FIXTURES) {
          tell({ kind: "acknowledge", fixture });
          if (nests.get(fixture)?.lid != null) {
            tell(changed(fixture, { lid: "open" }));
            tell(changed(fixture, { lid: "closed" }));
          }
          tell({ kind: "start", fixture });
          const serial = running.get(fixture);
          if (serial === undefined) continue;
          tell({ kind: "run-ended", fixture, serial, ...asWanted(serial) });
        }
        if (given.source === "scan") tell({ kind: "stop" });
      }
      expect(plan().finished).toBe(true);
    }),
    { numRuns: 200 },
  );
});
