import { lotFigures } from "../../libs/station/lot-figures.ts";
import { countParts } from "./count-parts.ts";
import { fitParts } from "./fit-parts.ts";
import type { HeaderContent } from "./header-content.ts";
import { nameParts } from "./name-parts.ts";
import { rateParts } from "./rate-parts.ts";
import { type Row, spread } from "./row.ts";

/**
 * The lot in three rows of `width` cells: its names, its counts, its rates with what the line lives on. Where there
 * is little room the least important is left out.
 */
export const drawHeader = (content: HeaderContent, width: number): readonly Row[] => {
  const { line, health, now } = content;
  const { lot } = line;
  // Who ran the lot may be gone after its end.
  const isWell = (health === "connected" && line.paused === null) || lot?.ended;
  const names = fitParts(nameParts(line, health, now), width, isWell ? "title" : "warning");
  if (lot === null) {
    const waiting = spread(" Waiting for a lot to start.", "", width, "plain");
    return [names, waiting, spread("", "", width, "plain")];
  }
  const figures = lotFigures(lot, now);
  return [
    names,
    fitParts(countParts(line, figures), width, "plain"),
    fitParts(rateParts(content, lot, figures), width, "plain"),
  ];
};
