/** Where things go on a screen. All in cells and rows. */
export interface Layout {
  /** Tiles side by side, and rows of tiles. */
  readonly tileColumns: number;
  readonly tileRows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly pages: number;
  /** Rows for failures and notices. */
  readonly feedRows: number;
}

/** Rows of the lot's header. */
export const HEADER_ROWS = 3;
const KEY_ROWS = 1;
/** Title and word, instruction, cause. */
const LEAST_TILE_HEIGHT = 4;
/** An instruction of 32 characters with a blank on each side, and room for the bar. */
const LEAST_TILE_WIDTH = 36;
const GAP = 1;

/** Pixels of the usual verdict with its symbol, and rows of a tile that are not its word's: what large letters need. */
const WORD_PIXELS = 24;
const OTHER_ROWS = 3;

/** The smallest terminal with room for header, one tile, one message and the keys. */
export const LEAST_TERMINAL = { columns: 40, rows: 10 } as const;

/** How tiles of one page are arranged. */
type Grid = Pick<Layout, "tileColumns" | "tileRows" | "tileWidth" | "tileHeight">;

/** How large a word fits in a tile: cells, and half rows, of a pixel. */
const scaleIn = ({ tileWidth, tileHeight }: Grid): number =>
  Math.min(
    Math.floor((tileWidth - 2) / WORD_PIXELS),
    Math.floor(((tileHeight - OTHER_ROWS) * 2) / 5),
  );

/** No higher than its word needs, with a blank row above and below it. */
const cutHeight = (grid: Grid): Grid => {
  const needed = OTHER_ROWS + Math.ceil((scaleIn(grid) * 5) / 2) + 2;
  return { ...grid, tileHeight: Math.max(LEAST_TILE_HEIGHT, Math.min(grid.tileHeight, needed)) };
};

/** The grid for so many tiles that has the largest words; of two as large the one with more columns. */
const arrange = (tiles: number, across: number, columns: number, rows: number): Grid => {
  const gridOf = (tileColumns: number): Grid => {
    const tileRows = Math.ceil(tiles / tileColumns);
    return {
      ...{ tileColumns, tileRows },
      tileWidth: Math.floor((columns + GAP) / tileColumns) - GAP,
      tileHeight: Math.floor(rows / Math.max(1, tileRows)),
    };
  };
  const most = Math.max(1, Math.min(across, tiles));
  const narrower = Array.from({ length: most - 1 }, (_, index) => gridOf(most - 1 - index));
  return narrower
    .filter(({ tileHeight }) => tileHeight >= LEAST_TILE_HEIGHT)
    .reduce((best, grid) => (scaleIn(grid) > scaleIn(best) ? grid : best), gridOf(most));
};

/**
 * The layout for a terminal, or null if it is too small. All rows together are one fewer than the
 * terminal has: a frame as tall as the terminal makes it scroll.
 */
export const layOut = (columns: number, rows: number, fixtures: number): Layout | null => {
  if (columns < LEAST_TERMINAL.columns || rows < LEAST_TERMINAL.rows) return null;
  const free = rows - 1 - HEADER_ROWS - KEY_ROWS;
  const room = free - (free >= 15 ? 3 : 1);
  const across = Math.floor((columns + GAP) / (LEAST_TILE_WIDTH + GAP));
  const most = across * Math.floor(room / LEAST_TILE_HEIGHT);
  const onePage = Math.ceil(fixtures / Math.max(1, Math.ceil(fixtures / most)));
  const grid = cutHeight(arrange(onePage, across, columns, room));
  const { tileColumns, tileRows, tileHeight } = grid;
  return {
    ...grid,
    pages: Math.max(1, Math.ceil(fixtures / Math.max(1, tileColumns * tileRows))),
    feedRows: free - tileRows * tileHeight,
  };
};
