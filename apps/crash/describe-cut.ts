import { bytesIn } from "../../libs/bytes/ranges.ts";
import type { StationEvent } from "../../libs/station/station-event.ts";
import type { Cut, CutFacts, Heard } from "./cut-facts.ts";
import { unionOf } from "./judge-histories.ts";

/** Events that say how the line stands, not how a run goes. */
const ABOUT_THE_LINE: readonly StationEvent["kind"][] = [
  ...(["worker-lost", "worker-started", "fixture-idle", "station-health"] as const),
  ...(["fixture-locked", "line-paused", "line-closed", "notice"] as const),
];
const PAGE_BYTES = 256;
/** A line of a run's, as all such begin: time, fixture, serial. */
const OF_A_RUN = /^\S+ F\d+ SN\d+ /;

/** For people: what the lot came to, how the cut went, and what was told of it to the line's operator and at the station. */
export const describeCut = (facts: CutFacts): readonly string[] => {
  const { round, cut } = facts;
  const flashed = round.spans.filter(({ changed }) => changed.length > 0);
  const sum = (of: "erases" | "programs"): number =>
    flashed.reduce((total, span) => total + span[of], 0);
  // Within a run that may be, and is in its record: an answer that was garbled.
  const again = flashed.filter(({ programs, changed }) => programs * PAGE_BYTES > bytesIn(changed));
  return [
    `${unionOf(round.journals).length} runs of ${round.serials.length} boards; flashes changed in ${flashed.length} times of power, ${sum("erases")} erases and ${sum("programs")} pages; in ${again.length} of them pages more than once.`,
    ...round.journals.map(
      ({ name, runs, faults }) =>
        `Journal of the ${name}: ${runs.length} runs, ${faults.length === 0 ? "verified" : "NOT whole"}.`,
    ),
    ...(cut === undefined ? [] : describeReturn(facts, cut)),
  ];
};

const describeReturn = (
  { farFixtures, line, words, far, farWords }: CutFacts,
  { from, to }: Cut,
): readonly string[] => {
  const isFar = (fixture: string): boolean => farFixtures.includes(fixture);
  const told = line.flatMap(({ at, thing }) => (thing.kind === "run-ended" ? [{ at, thing }] : []));
  const toldAt = new Map(told.map(({ at, thing }) => [thing.run, at]));
  const late = far
    .filter(({ at, thing }) => thing.kind === "run-ended" && at < to)
    .map(({ at, thing }) => ({ at, told: toldAt.get(thing.run) ?? Number.POSITIVE_INFINITY }))
    .filter(({ told: then }) => then >= to);
  const meanwhile = told.filter(({ at, thing }) => at > from && at < to && !isFar(thing.fixture));
  const sinceReturn = (at: number | undefined): string =>
    at === undefined ? "not" : `${inSeconds(at - to)} after`;
  const next = (kind: "run-started" | "run-ended"): string => {
    const begun = far.find(({ at, thing }) => at >= to && thing.kind === "run-started")?.thing.run;
    return sinceReturn(far.find(({ thing }) => thing.run === begun && thing.kind === kind)?.at);
  };
  const back = line.find(({ at, thing }) => at >= to && thing.kind === "worker-started")?.at;
  return [
    `Cut off for ${inSeconds(to - from)}, with ${farFixtures.length} fixtures; the other station ended ${meanwhile.length} runs meanwhile.`,
    `Records that came late: ${late.length}, the oldest ${inSeconds(Math.max(0, ...late.map(({ at, told: then }) => then - at)))} old, the last ${sinceReturn(late.length === 0 ? undefined : Math.max(...late.map(({ told: then }) => then)))} the return.`,
    `Back: told ${sinceReturn(back)} the return; its next run began ${next("run-started")} it and ended ${next("run-ended")} it.`,
    "The lot told, after the cut:",
    ...since(from, line, ({ kind }) => ABOUT_THE_LINE.includes(kind)).map(withoutMoment),
    "Its operator read, besides what is of runs:",
    ...since(from, words, (text) => !OF_A_RUN.test(text)),
    "Read at the station, besides what is of runs:",
    ...since(from, farWords, (text) => !OF_A_RUN.test(text)),
  ];
};

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Each with its time from then on. */
const since = <Thing>(
  from: number,
  heard: readonly Heard<Thing>[],
  fits: (thing: Thing) => boolean,
): readonly string[] =>
  heard
    .filter(({ at, thing }) => at >= from && fits(thing))
    .map(
      ({ at, thing }) =>
        `${inSeconds(at - from).padStart(9)}  ${typeof thing === "string" ? thing : JSON.stringify(thing)}`,
    );

/** Its own time is that of the line's clock, which is told already. */
const withoutMoment = (line: string): string => line.replace(/"at":"[^"]*",/, "");
