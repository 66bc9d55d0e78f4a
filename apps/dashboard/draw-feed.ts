import { formatTimeOfDay } from "../../libs/station/format-figures.ts";
import type { LineState } from "../../libs/station/line-state.ts";
import { lotFigures } from "../../libs/station/lot-figures.ts";
import { endLine, nextCommands, twinLines } from "../../libs/station/lot-summary.ts";
import { drawable, wrapCells } from "./cells.ts";
import { type Row, spread } from "./row.ts";
import type { Symbols } from "./symbols.ts";
import type { Tone } from "./tone.ts";

/** What the feed is drawn with besides the line. */
export interface FeedFrame {
  readonly symbols: Symbols;
  /** Cells and rows. */
  readonly width: number;
  readonly rows: number;
  /** The journal's folder for the commands named at the end, or null for the usual one. */
  readonly dataFolder: string | null;
  /** Ms since 1970. */
  readonly now: number;
}

interface Message {
  readonly at: string;
  readonly text: string;
  readonly tone: Tone;
}

const messagesOf = ({ failures, notices }: LineState, symbols: Symbols): readonly Message[] => {
  const failed = failures.map(
    ({ at, fixture, serial, outcome, code, sentence }): Message => ({
      at,
      text: `${symbols[outcome]} ${formatTimeOfDay(at)} ${fixture} ${serial} ${code}: ${sentence}`,
      tone: "plain",
    }),
  );
  const noticed = notices.map(
    ({ at, level, fixture, text }): Message => ({
      at,
      text: `${level === "warning" ? symbols.error : symbols.quiet} ${formatTimeOfDay(at)} ${fixture === null ? "" : `${fixture} `}${text}`,
      tone: level === "warning" ? "strong" : "plain",
    }),
  );
  return [...failed, ...noticed].toSorted((one, other) => (one.at < other.at ? 1 : -1));
};

const endOf = (line: LineState, { dataFolder, now }: FeedFrame): readonly Message[] => {
  if (line.lot === null || line.lot.ended === null) return [];
  const end = endLine(line.lot, lotFigures(line.lot, now));
  return [
    ...twinLines(line).map((text): Message => ({ at: "", text, tone: "strong" })),
    { at: "", text: `${end}. To see more:`, tone: "strong" },
    ...nextCommands(line, dataFolder).map((text): Message => ({ at: "", text, tone: "plain" })),
  ];
};

/** Failures with what to do and notices, the newest first; once the lot has ended, its end and the next commands above them. */
export const drawFeed = (line: LineState, frame: FeedFrame): readonly Row[] => {
  const { width, rows, symbols } = frame;
  const filled = [...endOf(line, frame), ...messagesOf(line, symbols)].flatMap(({ text, tone }) =>
    wrapCells(` ${drawable(text)}`, width).map((part) => spread(part, "", width, tone)),
  );
  const blanks = Array.from({ length: rows }, () => spread("", "", width, "plain"));
  return [...filled, ...blanks].slice(0, rows);
};
