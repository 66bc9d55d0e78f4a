import { drawBlockLetters } from "./block-letters.ts";
import { countCells, fitCells } from "./cells.ts";
import type { Blocks } from "./symbols.ts";
import { type TileTitle, titleColumn, titleRow } from "./tile-title.ts";

/** What the upper part of a tile says. */
export interface TileWords {
  readonly title: TileTitle;
  /** In large letters, the first of these that there is room for; the first is the nicest. */
  readonly large: readonly string[];
  /** In plain letters, where no large ones fit. */
  readonly plain: string;
}

/** A body, and whether its word is in large letters. */
export interface TileBody {
  readonly rows: readonly string[];
  readonly letters: "large" | "plain";
}

/** Cells and rows. */
interface Size {
  readonly width: number;
  readonly rows: number;
}

/** Large letters, and where they stand. */
interface Draft {
  readonly letters: readonly string[];
  readonly place: "under" | "beside";
}

/** The least a title needs beside large letters, in cells. */
const LEAST_TITLE = 12;
const GAP = 2;

/** All ways to say it in large, the nicer ones first. */
const drafts = ({ large }: TileWords, { width, rows }: Size, blocks: Blocks): readonly Draft[] => {
  const rooms = {
    under: { width, rows: rows - 1 },
    beside: { width: width - GAP - LEAST_TITLE, rows },
  };
  return large.flatMap((text) =>
    (["under", "beside"] as const).flatMap((place): readonly Draft[] => {
      const letters = drawBlockLetters(text, rooms[place], blocks);
      return letters === undefined ? [] : [{ letters, place }];
    }),
  );
};

/** A title, and lines in the middle of the room under it. */
const stack = (
  title: TileTitle,
  lines: readonly string[],
  { width, rows }: Size,
): readonly string[] => {
  const first = 1 + Math.floor((rows - 1 - lines.length) / 2);
  return Array.from({ length: rows }, (_, row) =>
    row === 0 ? titleRow(title, width) : fitCells(lines[row - first] ?? "", width),
  );
};

const drawDraft = ({ letters, place }: Draft, title: TileTitle, size: Size): readonly string[] => {
  if (place === "under") return stack(title, letters, size);
  const taken = countCells(letters[0] ?? "") + GAP;
  return titleColumn(title, size.width - taken, size.rows).map(
    (line, row) => fitCells(letters[row] ?? "", taken) + line,
  );
};

/**
 * The upper part of a tile, `rows` rows of `width` cells: its title, and its word as large as there is room for,
 * under the title or beside it.
 */
export const tileBody = (words: TileWords, size: Size, blocks: Blocks): TileBody => {
  const [best] = drafts(words, size, blocks).toSorted(
    (one, other) => other.letters.length - one.letters.length,
  );
  return best === undefined
    ? { rows: stack(words.title, [words.plain], size), letters: "plain" }
    : { rows: drawDraft(best, words.title, size), letters: "large" };
};
