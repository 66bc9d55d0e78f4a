import { approverNames, type LotApproval } from "../../libs/station/approval-words.ts";
import { formatShare } from "../../libs/station/format-figures.ts";
import type { LotFigures } from "../../libs/station/lot-figures.ts";
import type { LotState } from "../../libs/station/lot-state.ts";
import { yieldLevel } from "../../libs/station/yield-level.ts";
import { countCells, drawable, fitCells } from "./cells.ts";
import type { Part, Parts } from "./fit-parts.ts";
import type { HeaderContent } from "./header-content.ts";
import { healthParts } from "./health-parts.ts";

/** Longest names of approvers that there is room for, in cells. */
const NAME_CELLS = 10;

/** By whose word the lot is flashed, or that it is by nobody's. */
const approvalPart = (approvals: readonly LotApproval[]): Part => {
  if (approvals.length === 0) return { forms: [""], weight: 0 };
  const names = approverNames(approvals);
  if (names === undefined) return { forms: ["NOT APPROVED"], weight: 70 };
  const shown = drawable(names);
  const cut = fitCells(shown, Math.min(countCells(shown), NAME_CELLS));
  return { forms: [`approved: ${cut}`, "approved"], weight: 40 };
};

/** Said in words, too: colours alone would not reach everybody. */
const LEVEL_WORDS = { amber: "LOW", red: "TOO LOW" } as const;

const firstPassPart = (share: number | null, limits: HeaderContent["limits"]): Part => {
  const level = yieldLevel(share, limits);
  const rate = formatShare(share);
  const weight = 80;
  if (level === "none" || level === "good") return { forms: [`first pass ${rate}`], weight };
  const word = LEVEL_WORDS[level];
  const forms = [
    ` first pass ${rate} ${word} `,
    ` first pass ${rate} ! `,
    ` ${rate} ${word} `,
    ` ${rate} ! `,
  ];
  return { forms, tone: level, weight };
};

/** Yields, speed, approval, and what the line lives on. */
export const rateParts = (
  { line, health, limits, symbols }: HeaderContent,
  lot: LotState,
  figures: LotFigures,
): Parts => {
  const perHour = figures.boardsPerHour === null ? "-" : Math.round(figures.boardsPerHour);
  return {
    start: [
      firstPassPart(figures.firstPassYield, limits),
      { forms: [`yield ${formatShare(figures.yield)}`, ""], weight: 20 },
      { forms: [`${perHour} boards/h`, `${perHour}/h`, ""], weight: 50 },
      approvalPart(lot.approvals),
    ],
    // What was well when the line was heard last need not be so now.
    end: healthParts(health === "connected" ? line.health : null, symbols),
  };
};
