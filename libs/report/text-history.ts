import { hexAddress } from "../bytes/hex.ts";
import { printable } from "../failure/printable.ts";
import type { KeptSector } from "../journal/kept-sector.ts";
import { isCheck } from "../run/purpose.ts";
import type { RunRecord } from "../run/run-record.ts";
import type { BoardHistory } from "./board-history.ts";
import { decisionWords } from "./decision-words.ts";
import { describeHappenings, describeSerial } from "./describe-serial.ts";
import { localTime } from "./local-time.ts";
import { namedLine } from "./named-line.ts";
import { describeEnd, describeStart } from "./run-description.ts";
import { standingWord } from "./words.ts";
import { wrapText } from "./wrap-text.ts";

/** A board's history for people, in 80 columns: what it comes to, then every attempt with its steps, cause and proof. */
export const formatTextHistory = (history: BoardHistory, timeZone: string): string => {
  const time = localTime(timeZone);
  const runs = [
    ...history.runs.map((record) => ({
      startedAt: record.startedAt,
      lines: [
        title(record, standingWord(record.verdict), record.failure?.code),
        ...describeStart(record, time),
        ...describeEnd(record, time),
        ...describeOrigin(history, record),
        ...describeDelivery(history, record, time),
      ],
    })),
    ...history.open.map((start) => ({
      startedAt: start.startedAt,
      lines: [title(start, "OPEN, no end recorded"), ...describeStart(start, time)],
    })),
    ...history.away.map((sent) => ({
      startedAt: sent.at,
      lines: [
        title(sent, "UNKNOWN, its station has not told of it"),
        namedLine("Sent", `${time(sent.at)}, to ${sent.fixture} of ${sent.station}`),
      ],
    })),
  ].toSorted((left, right) => Date.parse(left.startedAt) - Date.parse(right.startedAt));
  const blocks = [
    [
      wrapText(`Serial ${printable(history.serial)}: ${countRuns(history)}`, ""),
      ...describeSerial(history, time),
    ].join("\n"),
    ...runs.map((run) => run.lines.join("\n")),
    ...history.keptSectors.map((sector) => describeSector(sector, time)),
    ...(history.keptSectors.length === 0
      ? []
      : ["With --kept ADDRESS --run RUN -o FILE what was saved is written to a file."]),
    describeHappenings(history, time).join("\n"),
    describeDecisions(history, time).join("\n"),
    [
      `Times are those of ${timeZone}.`,
      "--json shows everything but what saved sectors hold.",
      ...(hasLogs(history) ? ["How a run went, moment by moment: npx flashline log RUN"] : []),
    ].join("\n"),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
};

/** An unbrick leaves no account in the logs. */
const hasLogs = ({ runs, open, away }: BoardHistory): boolean =>
  away.length > 0 || [...runs, ...open].some(({ purpose }) => purpose !== "unbrick");

/** An unbrick makes no board, and is no attempt at one. */
const countRuns = ({ runs, open, away }: BoardHistory): string => {
  const unbricks = [...runs, ...open].filter(({ purpose }) => purpose === "unbrick").length;
  const attempts = runs.length + open.length + away.length - unbricks;
  const counted = (count: number, one: string): readonly string[] =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : `${one}s`}`];
  const words = [...counted(attempts, "attempt"), ...counted(unbricks, "unbrick")];
  return words.length === 0 ? "0 attempts" : words.join(", ");
};

/** A run that made no product says so. */
const title = (
  { lot, attempt, purpose }: Pick<RunRecord, "lot" | "attempt" | "purpose">,
  verdict: string,
  code = "",
): string => {
  const what = isCheck(purpose) ? `, ${purpose} board` : "";
  const where = purpose === "unbrick" ? "Unbrick" : `Lot ${printable(lot)}`;
  return wrapText(`${where}, attempt ${attempt}${what}: ${verdict} ${code}`.trimEnd(), "");
};

/** Only of a record that another journal brought. */
const describeOrigin = ({ origins }: BoardHistory, { run }: RunRecord): readonly string[] => {
  const origin = origins.get(run);
  if (origin === undefined) return [];
  return [namedLine("Brought", `by journal ${origin.journal}, from its place ${origin.place}`)];
};

/** Only of a station that delivers. */
const describeDelivery = (
  { deliveries }: BoardHistory,
  { run }: RunRecord,
  time: (iso: string) => string,
): readonly string[] => {
  if (deliveries === null) return [];
  const mark = deliveries.get(run);
  const text = mark === undefined ? "not yet" : `by ${time(mark.at)}, to ${mark.receiver}`;
  return [namedLine("Delivered", text)];
};

const describeDecisions = (
  { decisions }: BoardHistory,
  time: (iso: string) => string,
): readonly string[] => {
  if (decisions.length === 0) return [];
  const lines = decisions.map((one) => wrapText(decisionWords(one, time), "  "));
  return ["What its runs led to", ...lines];
};

const describeSector = (sector: KeptSector, time: (iso: string) => string): string =>
  wrapText(
    `Saved before an erase: ${sector.before.length} bytes at ${hexAddress(sector.address)}, ${time(
      sector.at,
    )}, in run ${printable(sector.run)}`,
    "",
  );
