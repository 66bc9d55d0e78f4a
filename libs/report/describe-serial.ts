import { macForPeople } from "../bytes/mac.ts";
import { tellTwins } from "../figures/twins-words.ts";
import { NO_LOT } from "../run/purpose.ts";
import type { RunStart } from "../run/run-record.ts";
import type { BoardHistory, MetBoard, ReservedIdentity } from "./board-history.ts";
import { namedLine } from "./named-line.ts";
import type { BoardStanding } from "./serial-row.ts";
import { standingWord } from "./words.ts";

/** Runs of other serials that are named for one board; `--json` has all. */
const NAMED = 5;

type Time = (iso: string) => string;

/** What a serial's history comes to, before its runs: how it stands, its lots, its boards, what it was given. */
export const describeSerial = (history: BoardHistory, time: Time): readonly string[] => {
  const { boards, identities } = history;
  return [
    namedLine("Stands at", standing(history)),
    ...history.twins.map((twins) => namedLine("Doubtful", `lot ${twins.lot}: ${tellTwins(twins)}`)),
    ...history.lots.map((lot) => namedLine("Lot", describeLot(history, lot, time))),
    ...boards.map((board) => namedLine("Board", describeBoard(board, history))),
    ...boards.flatMap((board) => describeElsewhere(board, time)),
    ...(boards.length < 2
      ? []
      : [namedLine("Mind", "more than one board had this serial: replaced, or a label mixed up")]),
    ...identities.map((identity) => namedLine("Identity", describeIdentity(identity, time))),
  ];
};

/** A run as far as the serial's standing goes. */
interface Attempt {
  readonly run: string;
  readonly lot: string;
  readonly attempt: number;
  readonly startedAt: string;
  readonly standing: BoardStanding;
}

/** An unbrick makes no board: none stands by it. */
const isAttempt = ({ purpose }: Pick<RunStart, "purpose">): boolean => purpose !== "unbrick";

const attemptsOf = ({ runs, open, away }: BoardHistory): readonly Attempt[] => [
  ...runs.filter(isAttempt).map((run) => ({ ...run, standing: run.verdict })),
  ...open.filter(isAttempt).map((run) => ({ ...run, standing: "open" }) as const),
  ...away.map((run) => ({ ...run, startedAt: run.at, standing: "unknown" }) as const),
];

/** Of the lot that was run last, by its number there: clocks of several hosts, or one set back, need not agree. */
const lastOf = (attempts: readonly Attempt[]): Attempt | undefined => {
  const inTime = attempts.toSorted(
    (left, right) => Date.parse(left.startedAt) - Date.parse(right.startedAt),
  );
  const lot = inTime.at(-1)?.lot;
  return inTime
    .filter((one) => one.lot === lot)
    .toSorted((left, right) => left.attempt - right.attempt)
    .at(-1);
};

const STANDINGS = ["pass", "fail", "error", "aborted", "open", "unknown"] as const;

const standing = (history: BoardHistory): string => {
  const attempts = attemptsOf(history);
  const last = lastOf(attempts);
  if (last === undefined) return "NOT RUN";
  const counts = STANDINGS.flatMap((one) => {
    const count = attempts.filter((attempt) => attempt.standing === one).length;
    return count === 0 ? [] : [`${count} ${one}`];
  });
  const isDoubtful = history.twins.some(({ runs }) => runs.includes(last.run));
  return `${standingWord(isDoubtful ? "doubtful" : last.standing)} by its last run; ${counts.join(", ")}`;
};

const describeLot = (
  { runs, open, away }: BoardHistory,
  { lot, startedAt }: BoardHistory["lots"][number],
  time: Time,
): string => {
  const count = [...runs, ...open, ...away].filter((run) => run.lot === lot).length;
  const times = count === 1 ? "run once" : `run ${count} times`;
  return `${lot}, begun ${time(startedAt)}, ${count === 0 ? "not run yet" : times}`;
};

const describeBoard = ({ mac, laterMacs, runs: met }: MetBoard, { runs }: BoardHistory): string => {
  const attempts = runs
    .filter(({ run }) => met.includes(run))
    .map(({ lot, attempt }) => `${lot === NO_LOT ? "unbrick" : lot} ${attempt}`);
  const macs = [mac, ...laterMacs].map(macForPeople).join(", then ");
  return `MAC ${macs}, met in ${attempts.join(", ")}`;
};

const describeElsewhere = ({ elsewhere }: MetBoard, time: Time): readonly string[] => {
  const lines = elsewhere.slice(0, NAMED).map(({ mac, serial, lot, verdict, startedAt }) => {
    const end = standingWord(verdict);
    const where = lot === NO_LOT ? "an unbrick" : `lot ${lot}`;
    return `MAC ${macForPeople(mac)} as ${serial} in ${where}, ${time(startedAt)}: ${end}`;
  });
  const more = elsewhere.length - lines.length;
  if (more > 0) lines.push(`in ${more} more runs of other serials`);
  return lines.map((line) => namedLine("Also met", line));
};

const describeIdentity = (
  { entry, pool, origin, state, at }: ReservedIdentity,
  time: Time,
): string => {
  const from = pool === null ? "the serial alone" : `pool ${pool}, from ${origin}`;
  return `${state} since ${time(at)}: entry ${entry}, ${from}`;
};

/** What became of the serial's identities beside its runs, a line each; nothing where nothing did. */
export const describeHappenings = ({ happenings }: BoardHistory, time: Time): readonly string[] => {
  const lines = happenings.map(({ at, state, entry, run, boardMac, givenMac, note }) => {
    const macs = [
      ...(boardMac === null ? [] : [`board ${macForPeople(boardMac)}`]),
      ...(givenMac === null ? [] : [`given ${macForPeople(givenMac)}`]),
    ];
    const parts = [`entry ${entry}`, ...macs, run === null ? "no run" : `run ${run}`];
    const text = `${state}, ${parts.join(", ")}${note === null ? "" : `: ${note}`}`;
    return namedLine(time(at).slice(0, "2026-03-01".length), `${time(at).slice(11)} ${text}`);
  });
  return lines.length === 0 ? [] : ["What became of its identity", ...lines];
};
