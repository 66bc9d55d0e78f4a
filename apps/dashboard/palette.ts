/** What a text is, for its looks. */
export type Tone =
  | "plain"
  | "dim"
  | "strong"
  | "title"
  | "running"
  | "ask"
  | "warning"
  | "pass"
  | "fail"
  | "error"
  | "aborted";

/** How a screen is coloured. Words and symbols say the same in all of them. */
export type Colouring = "none" | "blue-orange" | "blue-orange-16" | "green-red";

/** SGR parameters of each tone. */
type Palette = Readonly<Record<Tone, string>>;

/** Bold, dim and inverse only: what NO_COLOR leaves. */
const COLOURLESS: Palette = {
  plain: "",
  dim: "2",
  strong: "1",
  title: "7",
  running: "",
  ask: "1",
  warning: "1;7",
  pass: "1;7",
  fail: "1;7",
  error: "1;7",
  aborted: "7",
};

/** Blue and orange stay apart for the colour-blind. */
const PALETTES: Readonly<Record<Colouring, Palette>> = {
  none: COLOURLESS,
  "blue-orange": {
    ...COLOURLESS,
    running: "38;5;75",
    ask: "1;38;5;229",
    warning: "1;38;5;16;48;5;229",
    pass: "1;38;5;231;48;5;25",
    fail: "1;38;5;16;48;5;208",
    error: "1;38;5;231;48;5;90",
    aborted: "38;5;16;48;5;250",
  },
  "blue-orange-16": {
    ...COLOURLESS,
    running: "36",
    ask: "1;33",
    warning: "1;30;47",
    pass: "1;37;44",
    fail: "30;43",
    error: "1;37;45",
    aborted: "30;47",
  },
  "green-red": {
    ...COLOURLESS,
    running: "36",
    ask: "1;33",
    warning: "1;30;47",
    pass: "1;30;42",
    fail: "1;37;41",
    error: "1;37;45",
    aborted: "30;47",
  },
};

/** The row as the terminal gets it. `text` is drawable, so the only sequences are those added here. */
export const paintRow = (
  row: readonly { readonly text: string; readonly tone: Tone }[],
  colouring: Colouring,
): string =>
  row
    .map(({ text, tone }) => {
      const sgr = PALETTES[colouring][tone];
      return sgr === "" || text === "" ? text : `\u001b[${sgr}m${text}\u001b[0m`;
    })
    .join("");
