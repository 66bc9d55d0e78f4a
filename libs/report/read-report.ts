import type { FigureGround } from "../figures/figure-ground.ts";
import { figuresOf } from "../figures/figures.ts";
import { fixtureNames } from "../figures/fixture-names.ts";
import { placeRuns } from "../figures/place-runs.ts";
import { wallClock } from "../figures/wall-clock.ts";
import type { Journal } from "../journal/journal.ts";
import { headText } from "../journal/journal-head.ts";
import type { SentRun } from "../journal/sent-rows.ts";
import { isCheck, isProduct } from "../run/purpose.ts";
import type { RunFacts } from "../run/run-facts.ts";
import { readTwins } from "./read-twins.ts";
import type { Report, ReportScope } from "./report.ts";
import { summariseLot } from "./summarise-lot.ts";
import { totalsOf } from "./totals.ts";

/** Where the figures are to be true. */
export interface ReportPlace extends Pick<FigureGround, "shiftStarts"> {
  readonly timeZone: string;
  readonly now: Date;
}

/** Reads what is asked for from the journal. Throws `JournalError`. */
export const readReport = (
  journal: Journal,
  scope: ReportScope,
  { timeZone, shiftStarts, now }: ReportPlace,
): Report => {
  const { lot, fixture, since, until } = scope;
  // Before the runs: all that the head stands for is in the report.
  const head = journal.isChained() ? headText(journal.head()) : null;
  const facts = journal.runFacts({
    lot: lot ?? undefined,
    since: since ?? undefined,
    until: until ?? undefined,
    fixtures: fixture === null ? undefined : [fixture],
  });
  const twins = readTwins(journal, { lot: lot ?? undefined });
  const runs = placeRuns(facts, twins).filter((run) => isInView(run.facts, scope));
  const begun = new Set(facts.map(({ run }) => run));
  const away = journal.sent
    .unended({ lot: lot ?? undefined })
    .filter((sent) => isProduct(sent) && !begun.has(sent.run));
  // They count for their boards, not in figures: nothing is known of them.
  const all =
    away.length === 0
      ? runs
      : placeRuns([...facts, ...away.map(factsOf)], twins).filter((run) =>
          isInView(run.facts, scope),
        );
  const lots = lotsIn(journal, scope, new Set(all.map(({ board }) => board.lot)));
  const runsOf = Map.groupBy(all, ({ board }) => board.lot);
  const awayRuns = new Map(away.map((sent) => [sent.run, sent]));
  const summaries = lots.map((name) =>
    summariseLot(name, runsOf.get(name) ?? [], orderedIn(journal, name, scope), awayRuns),
  );
  const shown = facts.filter((one) => one.verdict !== "open" && isInView(one, scope));
  return {
    scope,
    timeZone,
    madeAt: now.toISOString(),
    head,
    lots: summaries,
    totals: totalsOf(
      summaries.flatMap(({ rows }) => rows),
      all,
    ),
    figures: figuresOf(runs, {
      wallClock: wallClock(timeZone),
      shiftStarts,
      fixtureName: fixtureNames(runs.map((run) => run.facts)),
    }),
    decisions: journal.decisions({
      lot: lot ?? undefined,
      since: since ?? undefined,
      until: until ?? undefined,
      fixture: fixture ?? undefined,
    }),
    checks: shown.filter(({ purpose }) => isCheck(purpose)).length,
    records: () => journal.recordTexts(shown.map(({ run }) => run)),
  };
};

/** A run that was sent, as one without an end. */
const factsOf = (sent: SentRun): RunFacts => ({
  ...{ run: sent.run, lot: sent.lot, serial: sent.serial, fixture: sent.fixture },
  ...{ attempt: sent.attempt, purpose: sent.purpose, station: sent.station, startedAt: sent.at },
  ...{ operator: null, recipe: { name: "", sha256: "" }, approval: null, images: [] },
  ...{ endedAt: null, recorded: "start", verdict: "open", failure: null },
  ...{ board: null, copiedMac: null, steps: [] },
});

const isInView = (
  { startedAt, fixture }: RunFacts,
  { since, until, fixture: asked }: ReportScope,
): boolean =>
  (since === null || startedAt >= since) &&
  (until === null || startedAt < until) &&
  (asked === null || fixture === asked);

/** Whether boards that never ran have a place in it: they have neither time nor fixture. */
const isUnbound = ({ since, until, fixture }: ReportScope): boolean =>
  since === null && until === null && fixture === null;

const lotsIn = (
  journal: Journal,
  scope: ReportScope,
  seen: ReadonlySet<string>,
): readonly string[] => {
  const lots = scope.lot === null ? journal.lots() : [scope.lot];
  return isUnbound(scope) ? lots : lots.filter((lot) => seen.has(lot));
};

const orderedIn = (journal: Journal, lot: string, scope: ReportScope): readonly string[] =>
  isUnbound(scope) ? (journal.lotBinding(lot)?.serials ?? []) : [];
