import fc from "fast-check";
import { expect, test } from "vitest";
import type { Failure } from "../../../libs/failure/failure.ts";
import type { Outcome } from "../../../libs/failure/verdict.ts";
import { lotCounts } from "../../../libs/lot/lot-counts.ts";
import type { LotInput } from "../../../libs/lot/lot-input.ts";
import { nextStep } from "../../../libs/lot/next-step.ts";
import { openLot } from "../../../libs/lot/open-lot.ts";
import {
  waitsForFirst,
  waitsForNests,
  waitsForWorkers,
} from "../../../libs/lot/waits-for-nests.ts";
import type { FixtureLock } from "../../../libs/station/fixture-state.ts";
import { lotOf } from "./lot-of.ts";

const INTERRUPTED: Failure = { code: "interrupted" };

const nests = (...ids: readonly string[]) => ids.map((id) => ({ id, retries: 0 }));

test("a station that vanishes with a board at work comes back, and its run's end is taken", () => {
  const lot = lotOf({ serials: ["A", "B", "C"], fixtures: nests("F1", "F2") });
  lot.ready("F1");
  lot.ready("F2");
  expect(lot.tell({ kind: "fixture-unserved", fixture: "F1" })).toEqual(["F1 idle: station-away"]);
  expect(lot.tell({ kind: "fixture-unserved", fixture: "F1" })).toEqual([]);
  expect(lot.tell({ kind: "scan", serial: "A" })).toEqual(["refused A: unreported in F1"]);
  expect(lot.pass("F2", "B")).toEqual(["F2 runs C #1"]);
  // The lot does not end while A is in a nest that may come back.
  expect(lot.pass("F2", "C")).toEqual(["F2 idle: done"]);
  expect(lot.tell({ kind: "fixture-ready", fixture: "F1", run: "kept" })).toEqual([]);
  expect(lot.pass("F1", "A")).toEqual(["F1 idle: done", "finished"]);
  expect(lot.exit()).toBe(0);
});

test("a run that a crash cut off is tried once more in place, whenever that is heard", () => {
  for (const first of ["record", "worker"] as const) {
    const lot = lotOf({ serials: ["A", "B"], fixtures: nests("F1", "F2") });
    lot.ready("F1");
    lot.ready("F2");
    lot.tell({ kind: "fixture-unserved", fixture: "F1" });
    lot.pass("F2", "B");
    const ready = { kind: "fixture-ready", fixture: "F1", run: "kept" } as const;
    if (first === "record") {
      expect(lot.breaks("F1", "A", INTERRUPTED)).toEqual([]);
      expect(lot.tell(ready)).toEqual(["F1 runs A #2"]);
    } else {
      expect(lot.tell(ready)).toEqual([]);
      expect(lot.breaks("F1", "A", INTERRUPTED)).toEqual(["F1 runs A #2"]);
    }
    expect(lot.breaks("F1", "A", INTERRUPTED)).toEqual(["F1 idle: done", "finished"]);
    expect(lot.exit()).toBe(3);
  }
});

test("a locked nest's board is waited for also when nobody is left to unlock it", () => {
  const lot = lotOf({ serials: ["A"], fixtures: nests("F1"), operator: "present" });
  lot.ready("F1");
  lot.tell({ kind: "lock", fixture: "F1", by: "Eva", why: "by hand" });
  lot.tell({ kind: "fixture-unserved", fixture: "F1" });
  expect(lot.tell({ kind: "operator-left" })).toEqual([]);
  expect(lot.pass("F1", "A")).toEqual(["finished"]);
  expect(lot.exit()).toBe(0);
});

test("a board due another try in a nest that is given up goes to another one", () => {
  const lot = lotOf({ serials: ["A", "B"], fixtures: nests("F1", "F2") });
  lot.ready("F1");
  lot.ready("F2");
  lot.tell({ kind: "fixture-unserved", fixture: "F1" });
  lot.breaks("F1", "A", INTERRUPTED);
  lot.pass("F2", "B");
  expect(lot.tell({ kind: "fixture-lost", fixture: "F1" })).toEqual([
    "F1 idle: worker-lost",
    "F2 runs A #2",
  ]);
});

test("a worker of another journal knows nothing of the run: its board is nobody's, the nest takes the next", () => {
  const lot = lotOf({ serials: ["A", "B"], fixtures: nests("F1") });
  lot.ready("F1");
  lot.tell({ kind: "fixture-unserved", fixture: "F1" });
  expect(lot.ready("F1")).toEqual(["F1 runs B #1"]);
  expect(lot.pass("F1", "B")).toEqual(["F1 idle: done", "finished"]);
  expect(lot.counts()).toMatchObject({ pass: 1, error: 1 });
  lot.pass("F1", "A");
  expect(lot.counts()).toMatchObject({ pass: 2, error: 0 });
});

test.each(["run-withheld", "run-refused", "run-held", "run-skipped"] as const)(
  "a run that was never sent to the worker that went is as if it was not: %s",
  (kind) => {
    const lot = lotOf({ serials: ["A"], fixtures: nests("F1", "F2") });
    lot.ready("F1");
    lot.tell({ kind: "fixture-unserved", fixture: "F1" });
    lot.ready("F2");
    expect(lot.tell({ kind, fixture: "F1", serial: "A" })).toEqual(["F2 runs A #1"]);
  },
);

test("a lot with no worker left waits for them, until it is told that they do not come back", () => {
  const lot = lotOf({ serials: ["A", "B"], fixtures: nests("F1", "F2") });
  lot.ready("F1");
  lot.ready("F2");
  lot.pass("F1", "A");
  lot.tell({ kind: "fixture-unserved", fixture: "F1" });
  expect(waitsForWorkers(lot.plan())).toBe(false);
  expect(lot.tell({ kind: "fixture-unserved", fixture: "F2" })).toEqual(["F2 idle: station-away"]);
  expect(waitsForWorkers(lot.plan())).toBe(true);
  lot.tell({ kind: "fixture-lost", fixture: "F1" });
  expect(lot.tell({ kind: "fixture-lost", fixture: "F2" })).toEqual([
    "F2 idle: worker-lost",
    "finished",
  ]);
  expect(lot.exit()).toBe(3);
});

test("a fixture that comes later takes boards like the others", () => {
  const lot = lotOf({ serials: ["A", "B"], fixtures: nests("F1") });
  lot.ready("F1");
  const found = { kind: "fixture-found", fixture: { id: "F9", retries: 0 } } as const;
  expect(lot.tell(found)).toEqual([]);
  expect(lot.ready("F9")).toEqual(["F9 runs B #1"]);
  expect(lot.tell(found)).toEqual([]);
  expect(lot.pass("F9", "B")).toEqual(["F9 idle: done"]);
});

test("a lot that fixtures join waits for the first one, and for others when none is left, until nobody waits any more", () => {
  const lot = lotOf({ fixtures: [], joining: "open" });
  expect(lot.opened).toEqual([]);
  expect(waitsForFirst(lot.plan())).toBe(true);
  expect(waitsForWorkers(lot.plan())).toBe(true);
  lot.tell({ kind: "fixture-found", fixture: { id: "F1", retries: 0 } });
  expect(waitsForFirst(lot.plan())).toBe(false);
  expect(lot.ready("F1")).toEqual(["F1 runs A #1"]);
  expect(waitsForWorkers(lot.plan())).toBe(false);
  lot.pass("F1", "A");
  lot.tell({ kind: "fixture-unserved", fixture: "F1" });
  expect(lot.tell({ kind: "fixture-lost", fixture: "F1" })).toEqual(["F1 idle: worker-lost"]);
  expect(waitsForWorkers(lot.plan())).toBe(true);
  expect(waitsForNests(lot.plan())).toBe(true);
  expect(lot.tell({ kind: "joining-over" })).toEqual(["finished"]);
  expect(lot.counts()).toMatchObject({ pass: 1, error: 1, notRun: 1 });
  expect(lot.exit()).toBe(3);
});

test("a lot that nobody joined can be stopped", () => {
  const lot = lotOf({ fixtures: [], joining: "open" });
  expect(lot.tell({ kind: "stop" })).toEqual(["finished"]);
  expect(lot.counts().notRun).toBe(3);
});

test("fixtures of several jigs start each by its own trigger, one locked before takes nothing", () => {
  const lot = lotOf({ fixtures: [], joining: "open", operator: "present" });
  const join = (id: string, trigger: "auto" | "operator" | "switch", lock?: FixtureLock) => {
    const fixture = { id, retries: 0, trigger };
    lot.tell({ kind: "fixture-found", fixture, ...(lock !== undefined && { lock }) });
    return lot.ready(id);
  };
  const locked = join("F0", "auto", { by: "Eva", why: "worn", cause: "hand" });
  expect([...locked, ...join("F1", "operator"), ...join("F2", "auto")]).toEqual([
    "F1 waits for A",
    "F2 runs B #1",
  ]);
  expect(join("F3", "switch")).toEqual(["F3 waits for C: button"]);
  lot.tell({ kind: "unlock", fixture: "F0", by: "Eva" });
  expect(lot.tell({ kind: "start", fixture: "F1" })).toEqual(["F1 runs A #1"]);
  const silent = { code: "no-link", attempts: 1, heard: 0 } as const;
  // A machine has nobody who looks; a person must have seen it.
  expect(lot.breaks("F2", "B", silent)).toEqual(["F2 idle: done"]);
  expect(lot.breaks("F1", "A", silent)).toEqual(["F1 shows A: acknowledge"]);
});

const SERIALS = ["A", "B", "C", "D", "E", "F", "G"];
const FIXTURES = ["F1", "F2", "F3", "F4"];
const ENDS: readonly { readonly outcome: Outcome; readonly failure: Failure | null }[] = [
  { outcome: "pass", failure: null },
  { outcome: "pass", failure: null },
  { outcome: "error", failure: INTERRUPTED },
  { outcome: "fail", failure: { code: "no-link", attempts: 1, heard: 0 } },
  { outcome: "error", failure: { code: "port-gone", port: "", reason: "missing" } },
];

/** What is really so at the stations, whatever the lot knows of it. */
const makeStations = () => ({
  /** The run in each nest that has not been told to have ended, by whatever worker. */
  open: new Map<string, string>(),
  served: new Set<string>(),
  passed: new Set<string>(),
  /** Boards whose end nobody will tell, with where they are. */
  unknown: new Map<string, string>(),
  finished: false,
});

const roll = fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 3 }), fc.nat({ max: 4 }));

test("fixtures come, go and return at any moment: no serial in two nests, none passed runs again, the lot ends", () => {
  const game = fc.record({
    trigger: fc.constantFrom("auto" as const, "operator" as const),
    joining: fc.constantFrom("open" as const, "closed" as const),
    rolls: fc.array(roll, { maxLength: 80, size: "max" }),
  });
  fc.assert(
    fc.property(game, ({ trigger, joining, rolls }) => {
      const line = makeStations();
      const opened = openLot({
        ...{ serials: SERIALS, fixtures: nests("F1"), joining, trigger, operator: "absent" },
        ...{ serialRules: [], earlier: new Map() },
      });
      let { plan } = opened;
      const tell = (input: LotInput): void => {
        if (input.kind === "run-ended" && input.outcome === "pass") line.passed.add(input.serial);
        const step = nextStep(plan, input);
        plan = step.plan;
        for (const action of step.actions) {
          expect(line.finished, "nothing follows the end").toBe(false);
          if (action.kind === "lot-finished") {
            expect(line.open.size, "no end before every run's").toBe(0);
            line.finished = true;
          }
          if (action.kind !== "start-run") continue;
          const { fixture, serial } = action;
          expect(line.served.has(fixture), "no run without a worker").toBe(true);
          expect(line.open.has(fixture), "one run per fixture").toBe(false);
          expect([...line.open.values()], "one nest per serial").not.toContain(serial);
          expect([...line.unknown.keys()], "nobody's board").not.toContain(serial);
          expect(line.passed.has(serial), "a passed board stays").toBe(false);
          line.open.set(fixture, serial);
        }
      };
      const end = (fixture: string, how: number): void => {
        const serial = line.open.get(fixture);
        const ended = ENDS[how];
        if (serial === undefined || ended === undefined) return;
        line.open.delete(fixture);
        tell({ kind: "run-ended", fixture, serial, ...ended });
      };
      const come = (fixture: string, run: "kept" | undefined): void => {
        if (line.served.has(fixture)) return;
        tell({ kind: "fixture-found", fixture: { id: fixture, retries: 1 } });
        line.served.add(fixture);
        const serial = line.open.get(fixture);
        if (run === undefined && serial !== undefined) {
          line.open.delete(fixture);
          line.unknown.set(serial, fixture);
        }
        tell({ kind: "fixture-ready", fixture, ...(run !== undefined && { run }) });
      };
      const go = (fixture: string, kind: "fixture-unserved" | "fixture-lost"): void => {
        line.served.delete(fixture);
        const serial = line.open.get(fixture);
        if (kind === "fixture-lost" && serial !== undefined) {
          line.open.delete(fixture);
          line.unknown.set(serial, fixture);
        }
        tell({ kind, fixture });
      };
      for (const [what, at, how] of rolls) {
        const fixture = FIXTURES[at] ?? "";
        const late = [...line.unknown].find(([, where]) => where === fixture)?.[0];
        if (what < 2) come(fixture, "kept");
        else if (what === 2) come(fixture, how === 0 ? undefined : "kept");
        else if (what < 6) end(fixture, how);
        else if (what === 6 && late !== undefined && !line.finished) {
          line.unknown.delete(late);
          tell({ kind: "run-ended", fixture, serial: late, outcome: "pass", failure: null });
        } else if (what === 7 && how === 0) go(fixture, "fixture-lost");
        else if (what === 8 && trigger === "operator") tell({ kind: "start", fixture });
        else go(fixture, "fixture-unserved");
      }
      for (const fixture of FIXTURES) come(fixture, "kept");
      for (let steps = 0; steps < 60 && !line.finished; steps += 1) {
        for (const fixture of FIXTURES) end(fixture, 0);
        if (trigger === "operator")
          for (const fixture of FIXTURES) tell({ kind: "start", fixture });
      }
      tell({ kind: "joining-over" });
      expect(line.finished, "the lot ends").toBe(true);
      expect(lotCounts(plan).pass).toBe(line.passed.size);
    }),
    { numRuns: 400 },
  );
});
