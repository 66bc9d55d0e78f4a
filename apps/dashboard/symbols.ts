/** The few drawn characters of the screen. */
export interface Symbols {
  readonly pass: string;
  readonly fail: string;
  readonly error: string;
  readonly aborted: string;
  readonly running: string;
  readonly ready: string;
  readonly quiet: string;
  readonly barDone: string;
  readonly barOpen: string;
}

/** For terminals that speak UTF-8. All are one cell wide. */
export const UNICODE_SYMBOLS: Symbols = {
  pass: "✓",
  fail: "✗",
  error: "!",
  aborted: "■",
  running: "▶",
  ready: "○",
  quiet: "·",
  barDone: "█",
  barOpen: "░",
};

/** For all others. */
export const ASCII_SYMBOLS: Symbols = {
  pass: "+",
  fail: "X",
  error: "!",
  aborted: "-",
  running: ">",
  ready: "o",
  quiet: ".",
  barDone: "#",
  barOpen: ".",
};
