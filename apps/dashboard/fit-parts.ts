import { countCells } from "./cells.ts";
import { fitRow, type Row, type Segment } from "./row.ts";
import type { Tone } from "./tone.ts";

/** Something a row says. */
export interface Part {
  /** From the longest to the shortest; blank: it may be left out. Drawable. */
  readonly forms: readonly string[];
  /** The row's own if absent. */
  readonly tone?: Tone;
  /** Of two parts that can be shorter, the lighter one is shortened. */
  readonly weight: number;
}

/** A row's parts: some at its start, some at its end. */
export interface Parts {
  readonly start: readonly Part[];
  readonly end: readonly Part[];
}

/** Cells between parts. */
const GAP = 2;

/** A part and which of its forms is shown. */
interface Fitted {
  readonly part: Part;
  readonly form: number;
}

const textOf = ({ part, form }: Fitted): string => part.forms[form] ?? "";

const shown = (fitted: readonly Fitted[]): readonly Fitted[] =>
  fitted.filter((one) => textOf(one) !== "");

/** Cells of all parts with their gaps, those of the row's two ends among them. */
const cellsOf = (fitted: readonly Fitted[]): number =>
  shown(fitted).reduce((sum, one) => sum + GAP + countCells(textOf(one)), 0);

/** With the lightest part that can be shorter in its next form; undefined if there is none. */
const shorten = (fitted: readonly Fitted[]): readonly Fitted[] | undefined => {
  const [lightest] = fitted
    .filter(({ part, form }) => form + 1 < part.forms.length)
    .toSorted((one, other) => one.part.weight - other.part.weight);
  if (lightest === undefined) return undefined;
  return fitted.map((one) => (one === lightest ? { ...one, form: one.form + 1 } : one));
};

/** With its forms as short as it takes, if they can be. */
const shrink = (fitted: readonly Fitted[], width: number): readonly Fitted[] => {
  if (cellsOf(fitted) <= width) return fitted;
  const shorter = shorten(fitted);
  return shorter === undefined ? fitted : shrink(shorter, width);
};

/** With each part, the heaviest first, in the longest form that there is room for after all. */
const grow = (fitted: readonly Fitted[], width: number): readonly Fitted[] =>
  fitted
    .map(({ part }) => part)
    .toSorted((one, other) => other.weight - one.weight)
    .reduce((grown, part) => {
      const inForm = (form: number): readonly Fitted[] =>
        grown.map((one) => (one.part === part ? { part, form } : one));
      const form = part.forms.findIndex((_, index) => cellsOf(inForm(index)) <= width);
      return form < 0 ? grown : inForm(form);
    }, fitted);

/**
 * A row of exactly `width` cells with as much of its parts as it has room for: the lightest are shortened first, and
 * what is too long in its shortest form, too, is cut at the row's end.
 */
export const fitParts = ({ start, end }: Parts, width: number, ground: Tone): Row => {
  const whole = [...start, ...end].map((part): Fitted => ({ part, form: 0 }));
  const fitted = grow(shrink(whole, width), width);
  const blank = (cells: number): Segment => ({ text: " ".repeat(cells), tone: ground });
  const draw = (one: Fitted): readonly Segment[] => [
    { text: textOf(one), tone: one.part.tone ?? ground },
    blank(GAP),
  ];
  const drawn = [
    blank(1),
    ...shown(fitted.slice(0, start.length)).flatMap(draw),
    blank(Math.max(0, width - cellsOf(fitted))),
    ...shown(fitted.slice(start.length)).flatMap(draw),
  ];
  return fitRow([...drawn.slice(0, -1), blank(GAP - 1)], width);
};
