import { printable } from "../failure/printable.ts";
import { wrapText } from "./wrap-text.ts";

const INDENT = " ".repeat(13);

/** `  Name       text`, in 80 columns; what does not fit goes on below the text. Safe to print. */
export const namedLine = (name: string, text: string): string =>
  `  ${name.padEnd(INDENT.length - 2)}${wrapText(printable(text), INDENT).trimStart()}`;
