import { printable } from "../failure/printable.ts";
import { wrapText } from "../report/wrap-text.ts";
import type { PageRow, PageTone } from "./page-row.ts";

/** A word in front of a text. */
export interface FieldHead {
  readonly word: string;
  readonly tone: PageTone;
}

const INDENT = "  ";
const NAME_WIDTH = 12;
const RESULT_WIDTH = 9;

/** Any text as lines of at most 80 columns, each after `indent`, fit for a terminal. */
export const pageLines = (text: string, indent: string): string[] =>
  wrapText(printable(text), indent).split("\n");

/** A field of the page: a text behind its name, and behind its result if it has one. */
export const drawField = (name: FieldHead, text: string, result?: FieldHead): PageRow[] => {
  const heads = [
    { text: INDENT, tone: "plain" } as const,
    ...padded(name, NAME_WIDTH),
    ...(result === undefined ? [] : padded(result, RESULT_WIDTH)),
  ];
  const indent = " ".repeat(heads.reduce((sum, head) => sum + head.text.length, 0));
  const [first = "", ...further] = pageLines(text, indent);
  return [
    [...heads, { text: first.slice(indent.length), tone: "plain" }],
    ...further.map((line): PageRow => [{ text: line, tone: "plain" }]),
  ];
};

const padded = ({ word, tone }: FieldHead, width: number): PageRow => [
  { text: word, tone },
  { text: " ".repeat(Math.max(0, width - word.length)), tone: "plain" },
];
