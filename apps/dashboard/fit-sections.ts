import { type Row, spread } from "./row.ts";

/** A part of a page: a title and its lines. */
export interface Section {
  readonly title: string;
  readonly lines: readonly Row[];
  /** Which lines stay where not all fit. */
  readonly keep: "first" | "last";
  /** Lines it gets before others get more. */
  readonly least: number;
}

const titleRow = ({ title, lines, keep }: Section, shown: number, width: number): Row => {
  if (lines.length === 0) return spread(` ${title}: none yet`, "", width, "dim");
  const cut = shown < lines.length ? `${keep} ${shown} of ${lines.length} ` : "";
  return spread(` ${title}`, cut, width, "strong");
};

const drawSection = (section: Section, shown: number, width: number): readonly Row[] => {
  const { lines, keep } = section;
  const from = keep === "last" ? lines.length - shown : 0;
  return [titleRow(section, shown, width), ...lines.slice(from, from + shown)];
};

const leastRows = ({ least, lines }: Section): number => 1 + Math.min(least, lines.length);

/** The sections from the first on whose titles and least lines have room in `rows`. */
const withRoom = (sections: readonly Section[], rows: number): readonly Section[] => {
  const fitting: Section[] = [];
  let left = rows;
  for (const section of sections) {
    left -= leastRows(section);
    if (left < 0) break;
    fitting.push(section);
  }
  return fitting;
};

/** What is said where some of a page has no room. */
export const CUT = " more on a larger terminal";

/** Sections that all have room: each gets its least, what is left goes to them in their order. */
const fill = (sections: readonly Section[], rows: number, width: number): readonly Row[] => {
  let left = rows - sections.reduce((sum, section) => sum + leastRows(section), 0);
  return sections.flatMap((section) => {
    const given = leastRows(section) - 1;
    const more = Math.min(left, section.lines.length - given);
    left -= more;
    return drawSection(section, given + more, width);
  });
};

/**
 * Sections in at most `rows` rows of `width` cells. A title says how many of its lines are shown where not all
 * are; sections without room are left out, and the last row says so.
 */
export const fitSections = (
  sections: readonly Section[],
  rows: number,
  width: number,
): readonly Row[] => {
  if (withRoom(sections, rows).length === sections.length) return fill(sections, rows, width);
  const some = withRoom(sections, rows - 1);
  return [...fill(some, rows - 1, width), spread(CUT, "", width, "dim")];
};
