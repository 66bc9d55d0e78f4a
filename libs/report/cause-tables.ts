import { printable } from "../failure/printable.ts";
import type { CauseShare } from "../figures/cause-pareto.ts";
import type { HeatMap } from "../figures/heat-map.ts";
import { type BarStyle, drawBar } from "./draw-bar.ts";
import { numberTable } from "./number-table.ts";
import { percentWords } from "./words.ts";
import { wrapText } from "./wrap-text.ts";

const BAR_WIDTH = 12;

/** Causes by the runs they cost, with a bar each. */
export const paretoTable = (causes: readonly CauseShare[], style: BarStyle): string => {
  const most = causes[0]?.share ?? 1;
  return numberTable(
    ["CAUSE", "", "RUNS", "BOARDS", "LOST", "SHARE", "SO FAR", ""],
    causes.map(({ code, verdict, runs, boards, lost, share, cumulative }) => [
      code,
      verdict.toUpperCase(),
      String(runs),
      String(boards),
      String(lost),
      percentWords(share),
      percentWords(cumulative),
      drawBar(share / most, BAR_WIDTH, style),
    ]),
    [2, 3, 4, 5, 6],
  );
};

/** As many causes as fit beside a fixture's name, by letters. */
const LETTERS = "ABCDEFGH";

/** How often each cause was met in each fixture. */
export const heatTable = ({ fixtures, causes, runs, of }: HeatMap): string => {
  const columns = causes.slice(0, LETTERS.length);
  const table = numberTable(
    ["FIXTURE", "RUNS", ...columns.map((_, column) => LETTERS[column] ?? "")],
    fixtures.map((fixture, row) => [
      printable(fixture),
      String(of[row] ?? 0),
      ...columns
        .map((_, column) => runs[row]?.[column] || 0)
        .map((count) => (count === 0 ? "." : String(count))),
    ]),
    [1, ...columns.map((_, column) => column + 2)],
  );
  const legend = columns.map((code, column) => `${LETTERS[column]} ${code}`).join(", ");
  const left = causes.length - columns.length;
  return `${table}\n${wrapText(`${legend}${left > 0 ? `; ${left} rarer causes are in --format json` : ""}`, "")}`;
};
