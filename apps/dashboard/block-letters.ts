import { type Glyphs, LOW_GLYPHS, TALL_GLYPHS } from "./glyphs.ts";
import type { Blocks } from "./symbols.ts";

/** Cells and rows that large letters may take. */
export interface Room {
  readonly width: number;
  readonly rows: number;
}

/** One way to draw large letters: a pixel is `scale` cells wide and `scale` half rows high. */
interface Size {
  readonly glyphs: Glyphs;
  readonly pixelRows: number;
  readonly scale: number;
}

/** Larger than any screen has room for. */
const LARGEST = 8;

const rowsOf = ({ pixelRows, scale }: Size): number => Math.ceil((pixelRows * scale) / 2);

/** The largest first. */
const SIZES: readonly Size[] = Array.from({ length: LARGEST }, (_, index) => index + 1)
  .flatMap((scale): readonly Size[] => [
    { glyphs: TALL_GLYPHS, pixelRows: 5, scale },
    { glyphs: LOW_GLYPHS, pixelRows: 4, scale },
  ])
  .toSorted((one, other) => rowsOf(other) - rowsOf(one));

/** The text as rows of pixels, or undefined if a character has none. */
const pixelsOf = (text: string, { glyphs, pixelRows }: Size): readonly string[] | undefined => {
  const letters = Array.from(text, (character) => glyphs[character]?.split("/"));
  if (letters.includes(undefined)) return undefined;
  return Array.from({ length: pixelRows }, (_, row) =>
    letters.map((letter) => letter?.[row] ?? "").join("."),
  );
};

const drawSize = (
  pixels: readonly string[],
  size: Size,
  { full, halves }: Blocks,
): readonly string[] =>
  Array.from({ length: rowsOf(size) }, (_, row) => {
    const upper = pixels[Math.floor((2 * row) / size.scale)] ?? "";
    const lower = pixels[Math.floor((2 * row + 1) / size.scale)] ?? "";
    return Array.from(upper, (pixel, at) => {
      const isLow = lower[at] === "#";
      const cell =
        pixel === "#"
          ? isLow
            ? full
            : (halves?.upper ?? full)
          : isLow
            ? (halves?.lower ?? full)
            : " ";
      return cell.repeat(size.scale);
    }).join("");
  });

/**
 * The text in the largest block letters that fit, row by row and all as wide, or undefined if none do. It may hold
 * what glyphs.ts has. Without half blocks only every other size can be had.
 */
export const drawBlockLetters = (
  text: string,
  room: Room,
  blocks: Blocks,
): readonly string[] | undefined => {
  for (const size of SIZES) {
    if (rowsOf(size) > room.rows) continue;
    if (blocks.halves === null && size.scale % 2 === 1) continue;
    const pixels = pixelsOf(text, size);
    if (pixels === undefined || (pixels[0] ?? "").length * size.scale > room.width) continue;
    return drawSize(pixels, size, blocks);
  }
  return undefined;
};
