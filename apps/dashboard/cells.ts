import { printable } from "../../libs/failure/printable.ts";

/** East Asian text, drawn two cells wide (EastAsianWidth.txt of Unicode: W and F, without pictures). */
const WIDE =
  /^[\u3000-\u303e\u3041-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$/u;

/** Marks that draw over their neighbours, and pictures that terminals do not agree on the width of. */
const UNCERTAIN = /[\p{M}\p{Emoji_Presentation}\p{Regional_Indicator}\u1160-\u11ff]/gu;

const widthOf = (character: string): number => (WIDE.test(character) ? 2 : 1);

/** Text from outside as it may be drawn: no control characters, every character of a certain width. */
export const drawable = (text: string): string =>
  printable(text.normalize("NFC")).replace(UNCERTAIN, "?");

/** From the first wide character of Unicode on; most rows hold none. */
const MAYBE_WIDE = /[\u3000-\u{10ffff}]/u;

/** How many cells of the terminal a drawable text takes. */
export const countCells = (text: string): number =>
  MAYBE_WIDE.test(text)
    ? Array.from(text).reduce((sum, character) => sum + widthOf(character), 0)
    : text.length;

/** The longest start of a drawable text that fits in `width` cells. */
const startOf = (text: string, width: number): string => {
  let used = 0;
  let start = "";
  for (const character of text) {
    used += widthOf(character);
    if (used > width) break;
    start += character;
  }
  return start;
};

/** Text in exactly `width` cells: filled with spaces, or cut and ended with `~`. */
export const fitCells = (text: string, width: number): string => {
  if (width <= 0) return "";
  const cut = countCells(text) <= width ? text : `${startOf(text, width - 1)}~`;
  return cut + " ".repeat(width - countCells(cut));
};

/** Text in exactly `width` cells that keeps its end, where a serial has its digits: cut text begins with `~`. */
export const fitEnd = (text: string, width: number): string => {
  const characters = Array.from(text);
  while (countCells(characters.join("")) > Math.max(0, width - 1)) characters.shift();
  const fits = countCells(text) <= width;
  return fitCells(fits ? text : `~${characters.join("")}`, width);
};

/** Text in lines of at most `width` cells, broken at spaces where there are any; lines after the first are indented by two. */
export const wrapCells = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let rest = text;
  while (countCells(rest) > width) {
    const start = startOf(rest, width);
    const space = start.lastIndexOf(" ");
    const line = space > 2 ? start.slice(0, space) : start;
    // A width too narrow for the indent and one character would never come to an end.
    if (line.length <= 2) return [...lines, line];
    lines.push(line);
    rest = `  ${rest.slice(line.length).trimStart()}`;
  }
  return [...lines, rest];
};
