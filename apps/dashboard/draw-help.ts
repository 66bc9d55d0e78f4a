import { CUT } from "./fit-sections.ts";
import type { Role } from "./key-state.ts";
import { type Row, spread } from "./row.ts";

type HelpLine = readonly [keys: string, does: string];

const OPERATE: readonly HelpLine[] = [
  ["scan a serial", "its board runs in the next ready nest"],
  ["scan F03, a serial", "it runs in F03"],
  ["Enter", "the result is seen; else start the next"],
  ["R", "run the board again"],
  ["L", "lock or unlock a fixture"],
  ["P", "pause the line, or let it go on"],
  ["/", "type a serial; Enter sends it"],
];

const LOOK: readonly HelpLine[] = [
  ["3 Enter", "page of fixture 3; #3 is never a serial"],
  ["Tab, arrows", "next page, page before"],
  ["Esc", "back"],
];

const LAST: Readonly<Record<Role, readonly HelpLine[]>> = {
  operate: [
    ["Q, Ctrl-C", "end the line: asks first"],
    ["", "On a fixture's page Enter, R and L are for it alone."],
    ["", "A key counts if nothing follows: scanners are faster."],
  ],
  watch: [["Q, Ctrl-C", "leave: the line goes on"]],
};

const KEYS_WIDTH = 20;

const helpRow = ([keys, does]: HelpLine, width: number): Row => {
  if (keys === "") return spread(` ${does}`, "", width, "dim");
  return [
    { text: ` ${keys.padEnd(KEYS_WIDTH)}`, tone: "strong" },
    ...spread(does, "", width - KEYS_WIDTH - 1, "plain"),
  ];
};

/** All keys and scans, in `rows` rows of `width` cells; the last says so where they do not fit. */
export const drawHelp = (role: Role, width: number, rows: number): readonly Row[] => {
  const lines = [...(role === "operate" ? OPERATE : []), ...LOOK, ...LAST[role]];
  const title = spread(" KEYS AND SCANS", "? closes ", width, "title");
  const drawn = [title, ...lines.map((line) => helpRow(line, width))];
  const blanks = Array.from({ length: rows }, () => spread("", "", width, "plain"));
  if (drawn.length <= rows) return [...drawn, ...blanks].slice(0, rows);
  return [...drawn.slice(0, rows - 1), spread(CUT, "", width, "dim")];
};
