import { expect, test } from "vitest";
import type { CutFacts, Heard } from "../../../apps/crash/cut-facts.ts";
import { judgeCut } from "../../../apps/crash/judge-cut.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import { at, endOf, roundOf, runOf, spanOf } from "./round-of.ts";

const FAR = "F02";

const told = (second: number, kind: string, fixture = FAR): Heard<StationEvent> => ({
  at: second * 1000,
  // Of what such an event says, all that is looked at.
  thing: {
    ...{ kind, at: at(second) },
    ...(kind.startsWith("run") && { fixture, run: "R" }),
  } as unknown as StationEvent,
});

const heardFar = (second: number, kind: "run-started" | "run-ended") =>
  told(second, kind) as CutFacts["far"][number];

/** Two boards; the far station was cut off from 12 to 30, and was back at work after that. */
const factsOf = (more: Partial<CutFacts> = {}): CutFacts => ({
  round: roundOf(),
  farFixtures: [FAR],
  cut: { from: 12_000, to: 30_000 },
  line: [told(16, "worker-lost"), told(31, "worker-started")],
  words: [],
  far: [heardFar(15, "run-ended"), heardFar(32, "run-started")],
  farWords: [],
  ...more,
});

test("a lot whose station was cut off and came back, each board run and flashed once, is as it should be", () => {
  expect(judgeCut(factsOf())).toEqual([]);
});

const [first, second] = [runOf("SN1", [10, 20]), runOf("SN2", [30, 40])];
const again = runOf("SN1", [21, 25], { attempt: 2 });
const failed = runOf("SN1", [10, 20], { end: endOf(20, "error") });
const roundWith = (...runs: readonly ReturnType<typeof runOf>[]) =>
  roundOf({ journals: [{ name: "line", runs, faults: [] }] });

test.each<readonly [string, Partial<CutFacts>, string]>([
  [
    "a board that was run twice",
    { round: roundWith(first, again, second) },
    "SN1 has the verdicts pass, pass",
  ],
  ["a board that did not pass", { round: roundWith(failed, second) }, "SN1 has the verdicts error"],
  [
    "a flash that was changed once more",
    { round: roundOf({ spans: [spanOf([11, 14]), spanOf([15, 19]), spanOf([31, 39])] }) },
    "2 boards, flashed 3 times",
  ],
  [
    "a lot that was over before",
    { cut: undefined },
    "the lot was over before its station was cut off and had returned",
  ],
  [
    "a station that was heard all the same",
    { line: [told(16, "worker-lost"), told(25, "run-ended"), told(31, "worker-started")] },
    "heard of the station while it was cut off",
  ],
  [
    "a station that did nothing meanwhile",
    { far: [heardFar(11, "run-ended"), heardFar(32, "run-started")] },
    "no run ended at the station while it was cut off",
  ],
  [
    "a station that was not missed",
    { line: [told(31, "worker-started")] },
    "the lot never told that the station was gone",
  ],
  [
    "a station that stayed away",
    { line: [told(16, "worker-lost")] },
    "the lot never told that the station was back",
  ],
  [
    "a station that came back and did nothing",
    { far: [heardFar(15, "run-ended")] },
    "the station did no run after its return",
  ],
])("%s is told", (_, more, violation) => {
  expect(judgeCut(factsOf(more))).toContainEqual(expect.stringContaining(violation));
});

test("what was on its way when the cable was pulled may come, and who finds no board left need not work", () => {
  const late = [told(13, "run-ended"), told(16, "worker-lost"), told(31, "worker-started")];
  const begun = [told(10, "run-started", "F01"), told(11, "run-started")];
  const facts = factsOf({ line: [...begun, ...late], far: [heardFar(15, "run-ended")] });
  expect(judgeCut(facts)).toEqual([]);
});
