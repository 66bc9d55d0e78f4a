import type { CutFacts } from "./cut-facts.ts";
import { unionOf } from "./judge-histories.ts";

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** For people: how the cut went, and what the lot's operator read of it. */
export const describeCut = ({
  round,
  farFixtures,
  cut,
  line,
  far,
  words,
}: CutFacts): readonly string[] => {
  const runs = unionOf(round.journals);
  const flashed = round.spans.filter(({ changed }) => changed.length > 0);
  const erases = flashed.reduce((sum, span) => sum + span.erases, 0);
  const pages = flashed.reduce((sum, span) => sum + span.programs, 0);
  const lines = [
    `${runs.length} runs of ${round.serials.length} boards; flashes changed ${flashed.length} times, by ${erases} erases and ${pages} pages.`,
    ...round.journals.map(
      ({ name, runs: own, faults }) =>
        `Journal of the ${name}: ${own.length} runs, ${faults.length === 0 ? "verified" : "NOT whole"}.`,
    ),
  ];
  if (cut === undefined) return lines;
  const { from, to } = cut;
  const toldAt = new Map(
    line.flatMap(({ at, thing }) => (thing.kind === "run-ended" ? [[thing.run, at] as const] : [])),
  );
  const ended = far.filter(({ thing }) => thing.kind === "run-ended");
  const late = ended
    .filter(({ at, thing }) => at < to && (toldAt.get(thing.run) ?? to) >= to)
    .map(({ at, thing }) => ({ at, told: toldAt.get(thing.run) ?? 0 }));
  const first = (kind: "run-started" | "run-ended") =>
    far.find(({ at, thing }) => at >= to && thing.kind === kind)?.at;
  const since = (at: number | undefined): string =>
    at === undefined ? "never" : `${inSeconds(at - to)} after`;
  const told = line.filter(
    ({ at, thing }) =>
      at >= from &&
      ["worker-lost", "worker-started", "station-health", "notice"].includes(thing.kind),
  );
  const nearMeanwhile = line.filter(
    ({ at, thing }) =>
      at > from && at < to && thing.kind === "run-ended" && !farFixtures.includes(thing.fixture),
  );
  return [
    ...lines,
    `Cut off for ${inSeconds(to - from)}, ${farFixtures.length} fixtures. Meanwhile the other station ended ${nearMeanwhile.length} runs.`,
    `Records that came late: ${late.length}; the last one ${since(late.length === 0 ? undefined : Math.max(...late.map(({ told: at }) => at)))} the return, at most ${inSeconds(Math.max(0, ...late.map(({ at, told: then }) => then - at)))} old.`,
    `Back at work: told ${since(told.find(({ at, thing }) => at >= to && thing.kind === "worker-started")?.at)} the return, first run ${since(first("run-started"))}, its end ${since(first("run-ended"))}.`,
    "Told as events:",
    ...told.map(
      ({ at, thing }) => `  ${inSeconds(at - from).padStart(8)} ${JSON.stringify(thing)}`,
    ),
    "Read by the operator:",
    ...words
      .filter(({ at }) => at >= from)
      .map(({ at, thing }) => `  ${inSeconds(at - from).padStart(8)} ${thing}`),
  ];
};
