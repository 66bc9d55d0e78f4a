import fc from "fast-check";
import { expect, test } from "vitest";
import { NameTakenError } from "../../../libs/claims/name-taken-error.ts";
import type { Baton } from "../../../libs/claims/take-baton.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import type { SupplyPlan } from "../../../libs/jig/supply-plan.ts";
import { SupplyGate, type TakeBaton } from "../../../libs/supply/supply-gate.ts";
import { MemoryBatons } from "./memory-batons.ts";

const NEVER = new AbortController().signal;

/** How one board powers up, in ms. */
interface PowerUp {
  /** When it wants to. */
  readonly at: number;
  /** From the order to the closed contact. */
  readonly closesAfter: number;
  /** From there until the relay says so. */
  readonly saysSoAfter: number;
  /** From there until its board answers; null: never. */
  readonly answersAfter: number | null;
}

interface Bench {
  readonly plan: SupplyPlan;
  readonly powerUps: readonly PowerUp[];
}

const planOf = (rules: Partial<SupplyPlan>, boards: number): SupplyPlan => ({
  name: "psu1",
  key: "psu1",
  atOnce: 2,
  gapMs: 150,
  maxHoldMs: 1000,
  fixtures: Array.from({ length: boards }, (_, index) => `F${index + 1}`),
  ...rules,
});

/** What the contacts did, in the order they closed. */
interface Trace {
  readonly closings: { at: number; until: number }[];
  readonly ended: number;
}

const run = async ({ plan, powerUps }: Bench): Promise<Trace> => {
  const clock = new VirtualClock();
  const batons = new MemoryBatons();
  const closings: { at: number; until: number }[] = [];
  const powerUp = async (wish: PowerUp, index: number): Promise<void> => {
    const fixture = `F${index + 1}`;
    const gate = new SupplyGate(plan, { fixture, clock, takeBaton: batons.take });
    await clock.sleep(wish.at);
    const turn = await gate.awaitTurn(NEVER);
    expect(turn.begin()).toBe(true);
    await clock.sleep(wish.closesAfter);
    const closing = { at: clock.now(), until: Number.POSITIVE_INFINITY };
    closings.push(closing);
    await clock.sleep(wish.saysSoAfter);
    turn.closed();
    closing.until = clock.now() + plan.maxHoldMs;
    if (wish.answersAfter === null || wish.answersAfter >= plan.maxHoldMs) return;
    await clock.sleep(wish.answersAfter);
    closing.until = clock.now();
    turn.settled();
  };
  await Promise.all(powerUps.map(powerUp));
  const ended = clock.now();
  await clock.sleep(plan.maxHoldMs + plan.gapMs);
  expect(batons.held).toEqual([]);
  return { closings: closings.sort((one, other) => one.at - other.at), ended };
};

/** Relays that close, and say so, while they may. */
const bench: fc.Arbitrary<Bench> = fc
  .record({
    atOnce: fc.integer({ min: 1, max: 3 }),
    gapMs: fc.integer({ min: 0, max: 300 }),
    maxHoldMs: fc.integer({ min: 50, max: 600 }),
  })
  .chain((rules) =>
    fc
      .array(
        fc.record({
          at: fc.integer({ min: 0, max: 2000 }),
          closesAfter: fc.integer({ min: 0, max: Math.floor(rules.maxHoldMs / 2) - 1 }),
          saysSoAfter: fc.integer({ min: 0, max: Math.floor(rules.maxHoldMs / 2) - 1 }),
          answersAfter: fc.option(fc.integer({ min: 0, max: 800 })),
        }),
        { minLength: 1, maxLength: 12 },
      )
      .map((powerUps) => ({ plan: planOf(rules, powerUps.length), powerUps })),
  );

test("no two relays of a supply close within its gap, and no more boards power up than it carries", async () => {
  await fc.assert(
    fc.asyncProperty(bench, async (given) => {
      const { gapMs, atOnce, maxHoldMs, fixtures } = given.plan;
      const { closings, ended } = await run(given);
      for (const [index, { at }] of closings.entries()) {
        const before = closings[index - 1];
        if (before !== undefined) expect(at - before.at).toBeGreaterThanOrEqual(gapMs);
        const together = closings.filter((other) => other.at <= at && at < other.until);
        expect(together.length).toBeLessThanOrEqual(atOnce);
      }
      expect(ended).toBeLessThanOrEqual(2000 + fixtures.length * (2 * maxHoldMs + gapMs));
    }),
  );
});

test("a relay that never says it has closed, or a dead board, holds others up no longer than it may", async () => {
  const dead: PowerUp = { at: 0, closesAfter: 0, saysSoAfter: 0, answersAfter: null };
  const hung: PowerUp = { ...dead, closesAfter: 60_000 };
  const good: PowerUp = { ...dead, at: 1, closesAfter: 5, answersAfter: 80 };
  const closingsBeside = async (other: PowerUp): Promise<number[]> => {
    const plan = planOf({ atOnce: 1, maxHoldMs: 400 }, 3);
    const { closings } = await run({ plan, powerUps: [other, good, good] });
    return closings.map(({ at }) => at);
  };
  expect(await closingsBeside(dead)).toEqual([0, 405, 555 + 5]);
  expect(await closingsBeside(hung)).toEqual([405, 560, 60_000]);
});

test("whoever wants no turn any more leaves it to the others", async () => {
  const clock = new VirtualClock();
  const batons = new MemoryBatons();
  const gate = new SupplyGate(planOf({}, 3), { fixture: "F1", clock, takeBaton: batons.take });
  const first = await gate.awaitTurn(NEVER);
  const gone = new AbortController();
  const second = gate.awaitTurn(gone.signal);
  const third = gate.awaitTurn(NEVER);
  gone.abort(new Error("no longer wanted"));
  await expect(second).rejects.toThrow("no longer wanted");
  // Unused: nothing came on, there is nothing to keep a distance from.
  first.settled();
  expect(first.begin()).toBe(false);
  (await third).settled();
  expect(clock.now()).toBe(0);
});

test("a wider gap is kept after the boards of whoever was told it", async () => {
  const clock = new VirtualClock();
  const { take } = new MemoryBatons();
  const gate = new SupplyGate(planOf({}, 2), { fixture: "F1", clock, takeBaton: take });
  const closeOne = async (): Promise<number> => {
    const turn = await gate.awaitTurn(NEVER);
    turn.begin();
    turn.closed();
    turn.settled();
    return clock.now();
  };
  gate.keepGap(300);
  expect([await closeOne(), await closeOne()]).toEqual([0, 300]);
  gate.keepGap(0);
  expect([await closeOne(), await closeOne()]).toEqual([600, 750]);
});

test("after a predecessor that died in mid-turn the gap is kept, for its relay may just have closed", async () => {
  const clock = new VirtualClock();
  const takeBaton: TakeBaton = async (): Promise<Baton> => ({
    before: "vanished",
    [Symbol.asyncDispose]: async () => undefined,
  });
  const gate = new SupplyGate(planOf({}, 2), { fixture: "F1", clock, takeBaton });
  (await gate.awaitTurn(NEVER)).settled();
  expect(clock.now()).toBe(150);
});

test("a turn that never comes is the station's failure, and names who keeps it", async () => {
  const clock = new VirtualClock();
  const takeBaton: TakeBaton = async ([name = ""]) => {
    throw new NameTakenError(name, "F07 of process 12");
  };
  const gate = new SupplyGate(planOf({}, 2), { fixture: "F1", clock, takeBaton });
  await expect(gate.awaitTurn(NEVER)).rejects.toMatchObject({
    failure: {
      code: "relay-failed",
      control: "supply psu1",
      reason:
        "no turn to power up within 14 s, F07 of process 12 keeps it: see whether that process hangs",
    },
  });
});
