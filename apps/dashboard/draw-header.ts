import { approverNames, type LotApproval } from "../../libs/station/approval-words.ts";
import { isRunning } from "../../libs/station/fixture-state.ts";
import { formatDuration, formatShare } from "../../libs/station/format-figures.ts";
import type { LineState } from "../../libs/station/line-state.ts";
import { lotFigures } from "../../libs/station/lot-figures.ts";
import { countCells, drawable, fitCells } from "./cells.ts";
import type { SourceHealth } from "./dashboard-source.ts";
import type { Tone } from "./palette.ts";
import { fitRow, type Row, type Segment, spread } from "./row.ts";

const HEALTH_WORDS: Readonly<Record<SourceHealth, string>> = {
  connected: "connected",
  silent: "NO LINE",
  away: "NO CONNECTION",
};

const count = (word: string, boards: number, tone: Tone): readonly Segment[] => [
  { text: "  ", tone: "plain" },
  { text: ` ${word} ${boards} `, tone: boards === 0 ? "plain" : tone },
];

/** Longest names of approvers that the row of rates has room for, in cells. */
const NAME_CELLS = 10;

/** By whose word the lot is flashed, or that it is by nobody's. */
const approvedBy = (approvals: readonly LotApproval[]): string => {
  if (approvals.length === 0) return "";
  const names = approverNames(approvals);
  if (names === undefined) return " NOT APPROVED ";
  const shown = drawable(names);
  return ` approved: ${fitCells(shown, Math.min(countCells(shown), NAME_CELLS))} `;
};

/** The lot in three rows of `width` cells: its names, its counts, its rates. `now` is in ms since 1970. */
export const drawHeader = (
  line: LineState,
  health: SourceHealth,
  width: number,
  now: number,
): readonly Row[] => {
  const { lot } = line;
  // Who ran the lot may be gone after its end.
  const isWell = health === "connected" || lot?.ended;
  const state = lot?.ended ? "ended" : HEALTH_WORDS[health];
  const titleTone = isWell ? "title" : "warning";
  if (lot === null) {
    const blank = spread("", "", width, "plain");
    const waiting = spread(" Waiting for a lot to start.", "", width, "plain");
    return [spread(" FLASHLINE", ` ${state} `, width, titleTone), waiting, blank];
  }
  const { approvals } = lot;
  const figures = lotFigures(lot, now);
  const { pass, fail, error, aborted } = figures.counts;
  const operator = lot.operator === null ? "" : `  ${drawable(lot.operator)}`;
  const names = ` FLASHLINE  lot ${drawable(lot.lot)}  ${drawable(lot.recipe)}${operator}`;
  const size = lot.boards === null ? `${figures.seen}` : `${figures.seen} of ${lot.boards}`;
  const perHour = figures.boardsPerHour === null ? "-" : Math.round(figures.boardsPerHour);
  const running = line.fixtures.filter(isRunning).length;
  const rates = [
    ` yield ${formatShare(figures.yield)}`,
    `first pass ${formatShare(figures.firstPassYield)}`,
    `${perHour} boards/h`,
    `${running} running`,
  ];
  return [
    spread(names, ` ${formatDuration(figures.elapsedMs)}  ${state} `, width, titleTone),
    fitRow(
      [
        {
          text: ` ${size} ${size === "1" || size === "1 of 1" ? "board" : "boards"}`,
          tone: "strong",
        },
        ...count("PASS", pass, "pass"),
        ...count("FAIL", fail, "fail"),
        ...count("ERROR", error, "error"),
        ...count("ABORTED", aborted, "aborted"),
      ],
      width,
    ),
    spread(rates.join("   "), approvedBy(approvals), width, "plain"),
  ];
};
