import { macForPeople } from "../bytes/mac.ts";
import type { BoardHistory, MetBoard, ReservedIdentity } from "./board-history.ts";
import { namedLine } from "./named-line.ts";
import { standingWord } from "./words.ts";

/** Runs of other serials that are named for one board; `--json` has all. */
const NAMED = 5;

type Time = (iso: string) => string;

/** What a serial's history comes to, before its runs: how it stands, its lots, its boards, what it was given. */
export const describeSerial = (history: BoardHistory, time: Time): readonly string[] => {
  const { boards, identities } = history;
  return [
    namedLine("Stands at", standing(history)),
    ...history.lots.map((lot) => namedLine("Lot", describeLot(history, lot, time))),
    ...boards.map((board) => namedLine("Board", describeBoard(board, history))),
    ...boards.flatMap((board) => describeElsewhere(board, time)),
    ...(boards.length < 2
      ? []
      : [namedLine("Mind", "more than one board had this serial: replaced, or a label mixed up")]),
    ...identities.map((identity) => namedLine("Identity", describeIdentity(identity, time))),
  ];
};

const standing = ({ runs, open }: BoardHistory): string => {
  const last = [...runs, ...open]
    .toSorted((left, right) => Date.parse(left.startedAt) - Date.parse(right.startedAt))
    .at(-1);
  if (last === undefined) return "NOT RUN";
  const ended = runs.find(({ run }) => run === last.run);
  const verdict = standingWord(ended?.verdict ?? "open");
  const counts = (["pass", "fail", "error", "aborted"] as const).flatMap((outcome) => {
    const count = runs.filter((run) => run.verdict === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome}`];
  });
  const all = [...counts, ...(open.length === 0 ? [] : [`${open.length} open`])].join(", ");
  return `${verdict} by its last run; ${all}`;
};

const describeLot = (
  { runs, open }: BoardHistory,
  { lot, startedAt }: BoardHistory["lots"][number],
  time: Time,
): string => {
  const count = [...runs, ...open].filter((run) => run.lot === lot).length;
  const times = count === 1 ? "run once" : `run ${count} times`;
  return `${lot}, begun ${time(startedAt)}, ${count === 0 ? "not run yet" : times}`;
};

const describeBoard = ({ mac, laterMacs, runs: met }: MetBoard, { runs }: BoardHistory): string => {
  const attempts = runs
    .filter(({ run }) => met.includes(run))
    .map(({ lot, attempt }) => `${lot} ${attempt}`);
  const macs = [mac, ...laterMacs].map(macForPeople).join(", then ");
  return `MAC ${macs}, met in ${attempts.join(", ")}`;
};

const describeElsewhere = ({ elsewhere }: MetBoard, time: Time): readonly string[] => {
  const lines = elsewhere.slice(0, NAMED).map(({ mac, serial, lot, verdict, startedAt }) => {
    const end = standingWord(verdict);
    return `MAC ${macForPeople(mac)} as ${serial} in lot ${lot}, ${time(startedAt)}: ${end}`;
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
