import stringWidth from "string-width";

/** Columns of the screen that a text takes; of most text one a letter, which is told at once. */
export const widthOf = (text: string): number =>
  /^[ -~]*$/.test(text) ? text.length : stringWidth(text);

/** As much of a text as fits so many columns; what was cut ends in `…`. */
export const cutTo = (text: string, columns: number): string => {
  if (widthOf(text) <= columns) return text;
  let cut = "";
  for (const character of text) {
    if (widthOf(`${cut}${character}…`) > columns) break;
    cut += character;
  }
  return `${cut}…`;
};
