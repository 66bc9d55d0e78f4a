import { printable } from "../failure/printable.ts";
import type { Outcome } from "../failure/verdict.ts";
import { tellTwins } from "../figures/twins-words.ts";
import type { FailureEntry } from "./failure-entry.ts";
import { formatDuration, formatShare } from "./format-figures.ts";
import type { LineState } from "./line-state.ts";
import { type LotFigures, lotFigures } from "./lot-figures.ts";
import type { LotState } from "./lot-state.ts";
import { isOut } from "./tile-state.ts";

/** Text as one word of a shell command. */
const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", "'\\''")}'`;

const command = (words: readonly string[], dataFolder: string | null): string => {
  const folder = dataFolder === null ? [] : ["--data", shellWord(dataFolder)];
  return ["npx flashline", ...words, ...folder].join(" ");
};

const lastOf = ({ lot }: LineState, serial: string): Outcome | undefined =>
  Object.hasOwn(lot?.tallies ?? {}, serial) ? lot?.tallies[serial]?.last : undefined;

/** The failure of each board that its last run ended with. */
const openFailures = (state: LineState): readonly FailureEntry[] => {
  const bySerial = new Map(state.failures.toReversed().map((entry) => [entry.serial, entry]));
  return [...bySerial.values()].filter(
    ({ serial, outcome }) => (lastOf(state, serial) ?? outcome) === outcome,
  );
};

/** As many as a screen can show. */
const NAMED = 20;

/** Boards that were called off, the last ones. */
const abortedSerials = ({ lot }: LineState): readonly string[] =>
  Object.entries(lot?.tallies ?? {})
    .filter(([, { last }]) => last === "aborted")
    .map(([serial]) => serial)
    .slice(-NAMED);

/** How many boards did not pass and are not told: older than the failures that are kept, or too many. */
const openBeyond = ({ lot }: LineState, told: ReadonlySet<string>): number =>
  Object.entries(lot?.tallies ?? {}).filter(
    ([serial, { last }]) => last !== "pass" && !told.has(serial),
  ).length;

/** The fixtures that took no more boards, and why. */
const closedFixtures = ({ fixtures }: LineState): readonly string[] =>
  fixtures.flatMap((it) => {
    const why = it.lock?.why ?? (isOut(it) ? it.reason : undefined);
    return why === undefined
      ? []
      : [`  ${printable(it.fixture)} took no more boards: ${printable(why ?? it.situation)}.`];
  });

/** The twins of a lot that has ended, a line each, safe to print. */
export const twinLines = ({ lot }: LineState): readonly string[] =>
  (lot?.ended?.twins ?? []).map((twins) => `DOUBTFUL: ${printable(tellTwins(twins))}`);

/** The commands that tell more of a lot: its report, then the history of a board, one that failed or is in doubt if any. */
export const nextCommands = (state: LineState, dataFolder: string | null): readonly string[] => {
  const lot = state.lot === null ? [] : ["--lot", shellWord(state.lot.lot)];
  const serial = openFailures(state)[0]?.serial ?? state.lot?.ended?.twins[0]?.serials[0];
  return [
    command(["report", ...lot], dataFolder),
    command(["history", serial === undefined ? "SERIAL" : shellWord(serial)], dataFolder),
  ];
};

/** `24 boards: 22 PASS, 1 FAIL, ...`, the counts in words. */
export const countsLine = ({ counts, seen }: LotFigures): string => {
  const { pass, doubtful = 0, fail, error, aborted, notRun, unknown = 0 } = counts;
  const inDoubt = doubtful === 0 ? "" : `, ${doubtful} DOUBTFUL`;
  const unheard = unknown === 0 ? "" : `, ${unknown} UNKNOWN`;
  const open = `${unheard}${notRun === null ? "" : `, ${notRun} NOT RUN`}`;
  const boards = seen + unknown + (notRun ?? 0);
  return `${boards} ${boards === 1 ? "board" : "boards"}: ${pass} PASS${inDoubt}, ${fail} FAIL, ${error} ERROR, ${aborted} ABORTED${open}`;
};

/** How the lot came to its end: its name, whether it was stopped, how long it took. */
export const endLine = (lot: LotState, figures: LotFigures): string => {
  const end = lot.ended?.stopped ? "stopped by the operator after" : "ended after";
  return `Lot ${printable(lot.lot)} ${end} ${formatDuration(figures.elapsedMs)}`;
};

/**
 * The lot's end for people, a line each, safe to print: counts, yield, boards that did not pass
 * with what to do, fixtures that were closed, and the next commands. `now` is in ms since 1970.
 */
export const summarizeLot = (
  state: LineState,
  dataFolder: string | null,
  now: number,
): readonly string[] => {
  if (state.lot === null) return ["No lot was seen."];
  const figures = lotFigures(state.lot, now);
  const yields = `Yield ${formatShare(figures.yield)}, first pass ${formatShare(figures.firstPassYield)}`;
  const failures = openFailures(state);
  const failed = failures.map(
    ({ serial, fixture, outcome, code, sentence }) =>
      `  ${printable(serial)} in ${printable(fixture)}: ${outcome.toUpperCase()} ${printable(code)}. ${printable(sentence)}`,
  );
  const named = new Set(failures.map(({ serial }) => serial));
  const aborted = abortedSerials(state).filter((serial) => !named.has(serial));
  const more = openBeyond(state, new Set([...named, ...aborted]));
  return [
    `${endLine(state.lot, figures)}.`,
    `${countsLine(figures)}.`,
    `${yields}.`,
    ...twinLines(state).map((line) => `  ${line}`),
    ...failed,
    ...aborted.map((serial) => `  ${printable(serial)}: ABORTED. Run it again.`),
    ...(more === 0 ? [] : [`  and ${more} more, in the report`]),
    ...closedFixtures(state),
    ...(state.lot.ended?.head == null ? [] : [`Journal head ${printable(state.lot.ended.head)}`]),
    "Next:",
    ...nextCommands(state, dataFolder).map((line) => `  ${line}`),
  ];
};
