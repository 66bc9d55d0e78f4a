import { type Colouring, paletteOf } from "./palette.ts";
import type { Mark, Row } from "./row.ts";

/** With the inverse of these parameters; `7` comes last wherever a palette has it. */
const invert = (sgr: string): string =>
  /(^|;)7$/.test(sgr) ? sgr.replace(/;?7$/, "") : join(sgr, "7");

const join = (...parameters: readonly string[]): string =>
  parameters.filter((parameter) => parameter !== "").join(";");

const markWith = (sgr: string, mark: Mark): string => {
  switch (mark) {
    case "none":
      return sgr;
    case "inverted":
      return invert(sgr);
    case "underlined":
      return join(sgr, "4");
  }
};

/** The row as the terminal gets it. Its texts are drawable, so the only sequences are those added here. */
export const paintRow = (row: Row, colouring: Colouring): string => {
  const palette = paletteOf(colouring);
  return row
    .map(({ text, tone, mark = "none" }) => {
      const sgr = markWith(palette[tone], mark);
      return sgr === "" || text === "" ? text : `\u001b[${sgr}m${text}\u001b[0m`;
    })
    .join("");
};
