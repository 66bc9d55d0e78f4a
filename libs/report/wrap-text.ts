import wrapAnsi from "wrap-ansi";

/** Columns of a terminal that everything fits. */
export const WIDTH = 80;

/** Text cut into lines of at most 80 columns, each after `indent`, every blank where it was. */
export const breakText = (text: string, indent: string): string =>
  wrapAnsi(text, WIDTH - indent.length, { hard: true, wordWrap: false, trim: false })
    .split("\n")
    .map((line) => indent + line)
    .join("\n");

/** Text in lines of at most 80 columns, each after `indent`. A word longer than a line is split. */
export const wrapText = (text: string, indent: string): string =>
  wrapAnsi(text, WIDTH - indent.length, { hard: true })
    .split("\n")
    .map((line) => indent + line)
    .join("\n");
