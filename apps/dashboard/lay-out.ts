/** Where things go on a screen. All in cells and rows. */
export interface Layout {
  /** Tiles side by side, and rows of tiles. */
  readonly tileColumns: number;
  readonly tileRows: number;
  readonly tileWidth: number;
  readonly pages: number;
  /** Rows for failures and notices. */
  readonly feedRows: number;
}

/** Rows of the lot's header. */
export const HEADER_ROWS = 3;
/** Rows of a tile, with the blank one below it. */
export const TILE_ROWS = 4;
const KEY_ROWS = 1;
/** An instruction of 32 characters with a blank on each side, and room for the bar. */
const LEAST_TILE_WIDTH = 36;
const MOST_TILE_WIDTH = 60;
const GAP = 1;

/** The smallest terminal with room for header, one tile, one message and the keys. */
export const LEAST_TERMINAL = { columns: 40, rows: 10 } as const;

/**
 * The layout for a terminal, or null if it is too small. All rows together are one fewer than the
 * terminal has: a frame as tall as the terminal makes it scroll.
 */
export const layOut = (columns: number, rows: number, fixtures: number): Layout | null => {
  if (columns < LEAST_TERMINAL.columns || rows < LEAST_TERMINAL.rows) return null;
  const free = rows - 1 - HEADER_ROWS - KEY_ROWS;
  const leastFeed = free >= 15 ? 3 : 1;
  const across = Math.floor((columns + GAP) / (LEAST_TILE_WIDTH + GAP));
  const tileColumns = Math.max(1, Math.min(across, fixtures));
  const down = Math.floor((free - leastFeed) / TILE_ROWS);
  const tileRows = Math.min(down, Math.ceil(fixtures / tileColumns));
  return {
    tileColumns,
    tileRows,
    tileWidth: Math.min(MOST_TILE_WIDTH, Math.floor((columns + GAP) / tileColumns) - GAP),
    pages: Math.max(1, Math.ceil(fixtures / (tileColumns * down))),
    feedRows: free - tileRows * TILE_ROWS,
  };
};
