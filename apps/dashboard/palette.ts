import type { Tone } from "./tone.ts";

/** How a screen is coloured: by which colours, on a terminal of how many. Words and symbols say the same in all of them. */
export type Colouring = "none" | "blue-orange" | "blue-orange-16" | "green-red" | "green-red-16";

/** SGR parameters of each tone (ECMA-48, 8.3.117). */
export type Palette = Readonly<Record<Tone, string>>;

/** Bold, dim and inverse only: what NO_COLOR leaves. */
const COLOURLESS: Palette = {
  plain: "",
  dim: "2",
  strong: "1",
  title: "7",
  running: "",
  ask: "1",
  warning: "1;7",
  amber: "1",
  red: "1;7",
  empty: "2",
  ready: "1",
  working: "",
  pass: "1;7",
  fail: "1;7",
  error: "1;7",
  aborted: "7",
  retry: "1;7",
  quarantine: "1;7",
  locked: "7",
};

/** For 256 colours. A fill names its text's colour, too: nobody knows the terminal's own. */
const MANY: Palette = {
  ...COLOURLESS,
  running: "38;5;75",
  ask: "1;38;5;229",
  warning: "1;38;5;16;48;5;229",
  amber: "1;38;5;16;48;5;220",
  red: "1;38;5;231;48;5;160",
  empty: "38;5;246;48;5;235",
  ready: "1;38;5;16;48;5;254",
  working: "38;5;153;48;5;238",
  // Blue and orange stay apart for the colour-blind.
  pass: "1;38;5;231;48;5;25",
  fail: "1;38;5;16;48;5;208",
  error: "1;38;5;231;48;5;90",
  aborted: "1;38;5;16;48;5;245",
  retry: "1;38;5;16;48;5;228",
  quarantine: "1;38;5;231;48;5;124",
  locked: "1;38;5;231;48;5;58",
};

/** For the Linux console and its kin: 8 colours of ground, brown in the place of orange. */
const FEW: Palette = {
  ...COLOURLESS,
  running: "36",
  ask: "1;33",
  warning: "1;30;47",
  amber: "30;43",
  red: "1;37;41",
  ready: "30;47",
  working: "36;40",
  pass: "1;37;44",
  fail: "30;43",
  error: "1;37;45",
  // Black where there is no grey.
  aborted: "37;100",
  retry: "30;46",
  quarantine: "1;37;41",
  locked: "1;33;40",
};

const PALETTES: Readonly<Record<Colouring, Palette>> = {
  none: COLOURLESS,
  "blue-orange": MANY,
  "blue-orange-16": FEW,
  "green-red": {
    ...MANY,
    pass: "1;38;5;16;48;5;34",
    fail: "1;38;5;231;48;5;160",
    quarantine: "1;38;5;16;48;5;208",
  },
  "green-red-16": { ...FEW, pass: "30;42", fail: "1;37;41", quarantine: "30;43" },
};

/** How a text of this tone looks. */
export const paletteOf = (colouring: Colouring): Palette => PALETTES[colouring];
