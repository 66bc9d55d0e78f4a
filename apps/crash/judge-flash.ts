import { covers, type Range } from "../../libs/bytes/ranges.ts";
import type { PoweredSpan } from "../../libs/simulator/powered-span.ts";
import { unionOf } from "./judge-histories.ts";
import type { JournalRun, RoundFacts } from "./round-facts.ts";

/** How long a board may keep its power when its owner was killed: 10 s, and as much again for a machine at its limit. */
const OFF_LIMIT_MS = 20_000;

/** Whether what the journals say of the boards is what their flash says. */
export const judgeFlash = (facts: RoundFacts): readonly string[] => {
  const runs = unionOf(facts.journals);
  return [
    ...facts.spans.flatMap((span) => judgeSpan(span, runs)),
    ...runs.flatMap((run) => judgePass(run, facts)),
    ...judgeOwners(runs),
    ...facts.kills.flatMap((kill) =>
      offTimes(kill, facts.spans)
        .filter(({ ms }) => ms > OFF_LIMIT_MS)
        .map(
          ({ fixture, ms }) =>
            `${fixture} kept its power for ${ms} ms after the kill at ${kill.at}`,
        ),
    ),
  ];
};

/** How long boards had power yet, once the owner of their nests was killed. */
export const offTimes = (
  { at, fixtures }: RoundFacts["kills"][number],
  spans: readonly PoweredSpan[],
): readonly { readonly fixture: string; readonly ms: number }[] =>
  spans
    .filter(({ fixture, onAt, offAt }) => fixtures.includes(fixture) && onAt < at && offAt > at)
    .map(({ fixture, offAt }) => ({ fixture, ms: Date.parse(offAt) - Date.parse(at) }));

/** What changed a flash was a run of that nest, and one alone. */
const judgeSpan = (span: PoweredSpan, runs: readonly JournalRun[]): readonly string[] => {
  if (span.changed.length === 0) return [];
  const owners = runs.filter((run) => isSpanOf(span, run));
  return owners.length === 1
    ? []
    : [`${span.fixture} was flashed from ${span.onAt} to ${span.offAt} in ${owners.length} runs`];
};

const isSpanOf = (
  { fixture, onAt, offAt }: PoweredSpan,
  { fixture: of, startedAt, end }: JournalRun,
) => fixture === of && startedAt <= onAt && end !== undefined && offAt <= end.endedAt;

/** A pass has its plan in flash, nothing else changed, and all of it summed after the last change. */
const judgePass = (run: JournalRun, { spans, wanted }: RoundFacts): readonly string[] => {
  if (run.end?.verdict !== "pass") return [];
  const told = `false pass: ${run.serial}'s run ${run.run}`;
  const flash = wanted.get(run.fixture);
  const last = spans.filter((span) => isSpanOf(span, run) && span.changed.length > 0).at(-1);
  if (flash === undefined || last === undefined) return [`${told} flashed nothing`];
  const violations: string[] = [];
  if (last.flashSha256 !== flash.sha256) violations.push(`${told} left another flash than planned`);
  const unproven = [...flash.planned, ...last.changed].find(
    (range) => !isSummed(range, run, last, spans),
  );
  if (unproven !== undefined)
    violations.push(`${told} did not verify ${JSON.stringify(unproven)} after the last write`);
  return violations;
};

/** In the time of the last change, or one of the run's that came after. */
const isSummed = (
  range: Range,
  run: JournalRun,
  last: PoweredSpan,
  spans: readonly PoweredSpan[],
): boolean =>
  spans
    .filter((span) => isSpanOf(span, run) && span.onAt >= last.onAt)
    .some(({ summed }) => covers(summed, range));

/** A nest, and a board, has one run at a time. */
const judgeOwners = (runs: readonly JournalRun[]): readonly string[] =>
  runs.flatMap((run, index) =>
    runs
      .slice(index + 1)
      .filter(
        (later) =>
          (later.fixture === run.fixture || later.serial === run.serial) &&
          later.startedAt < (run.end?.endedAt ?? ""),
      )
      .map(({ run: other }) => `runs ${run.run} and ${other} of one nest or board at one time`),
  );
