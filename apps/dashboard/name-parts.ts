import { formatDuration, formatTimeOfDay } from "../../libs/station/format-figures.ts";
import type { LineState } from "../../libs/station/line-state.ts";
import { lotFigures } from "../../libs/station/lot-figures.ts";
import type { LotState } from "../../libs/station/lot-state.ts";
import { countCells, drawable, fitCells } from "./cells.ts";
import type { SourceHealth } from "./dashboard-source.ts";
import type { Part, Parts } from "./fit-parts.ts";

const HEALTH_WORDS: Readonly<Record<SourceHealth, string>> = {
  connected: "",
  silent: "NO LINE",
  away: "NO CONNECTION",
};

/** Hex digits of a recipe's hash: enough to tell two versions apart. */
const HASH_DIGITS = 8;

/** A drawable name, whole and cut to these cells. */
const cuts = (name: string, ...cells: readonly number[]): readonly string[] => [
  name,
  ...cells.filter((most) => most < countCells(name)).map((most) => fitCells(name, most)),
];

const recipeForms = ({ recipe, recipeSha256 }: LotState): readonly string[] => {
  const hash = recipeSha256 === null ? "" : ` ${drawable(recipeSha256.slice(0, HASH_DIGITS))}`;
  const names = cuts(drawable(recipe), 16, 10);
  return [...names.map((name) => name + hash), names.at(-1) ?? ""];
};

const lotParts = (lot: LotState): readonly Part[] => [
  { forms: [...cuts(drawable(lot.station ?? ""), 12, 8), ""], weight: 30 },
  { forms: recipeForms(lot), weight: 60 },
  { forms: cuts(`lot ${drawable(lot.lot)}`, 20, 12), weight: 50 },
  { forms: [...cuts(drawable(lot.operator ?? ""), 12, 8), ""], weight: 40 },
];

/** What stands in the line's way, if anything, in long and in short. */
const stateForms = ({ lot, paused }: LineState, health: SourceHealth): readonly string[] => {
  if (lot?.ended) return ["ended"];
  if (health !== "connected" || paused === null) return [HEALTH_WORDS[health]];
  return paused.by === null
    ? ["PAUSED"]
    : [...cuts(`PAUSED by ${drawable(paused.by)}`, 22), "PAUSED"];
};

/** Station, recipe, lot and operator; what stands in the way, and the time, `now` in ms since 1970. */
export const nameParts = (line: LineState, health: SourceHealth, now: number): Parts => {
  const { lot } = line;
  const time = formatTimeOfDay(new Date(now).toISOString());
  const elapsed = lot === null ? "" : formatDuration(lotFigures(lot, now).elapsedMs);
  return {
    start: [
      { forms: lot === null ? ["FLASHLINE"] : ["FLASHLINE", ""], weight: 0 },
      ...(lot === null ? [] : lotParts(lot)),
    ],
    end: [
      { forms: stateForms(line, health), weight: 90 },
      { forms: [elapsed, ""], weight: 10 },
      { forms: [time, time.slice(0, 5), ""], weight: 70 },
    ],
  };
};
