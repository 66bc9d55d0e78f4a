/** How large letters are drawn: two pixels in a cell where half blocks can be had. */
export interface Blocks {
  readonly full: string;
  /** The upper and the lower half; null where there are none. */
  readonly halves: { readonly upper: string; readonly lower: string } | null;
}

/** The few drawn characters of the screen. */
export interface Symbols {
  readonly pass: string;
  readonly fail: string;
  readonly error: string;
  readonly aborted: string;
  readonly retry: string;
  readonly quarantine: string;
  readonly locked: string;
  readonly running: string;
  readonly ready: string;
  readonly quiet: string;
  readonly barDone: string;
  readonly barOpen: string;
  readonly blocks: Blocks;
}

/** For terminals that speak UTF-8. All are one cell wide. */
export const UNICODE_SYMBOLS: Symbols = {
  pass: "✓",
  fail: "✗",
  error: "!",
  aborted: "■",
  retry: "↻",
  quarantine: "⊘",
  locked: "⊟",
  running: "▶",
  ready: "○",
  quiet: "·",
  barDone: "█",
  barOpen: "░",
  blocks: { full: "█", halves: { upper: "▀", lower: "▄" } },
};

/** For all others. */
export const ASCII_SYMBOLS: Symbols = {
  pass: "+",
  fail: "X",
  error: "!",
  aborted: "-",
  retry: "<",
  quarantine: "%",
  locked: "=",
  running: ">",
  ready: "o",
  quiet: ".",
  barDone: "#",
  barOpen: ".",
  blocks: { full: "#", halves: null },
};
