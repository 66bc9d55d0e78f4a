/** `1 port`, `3 ports`. */
export const countWords = (count: number, word: string): string =>
  `${count} ${word}${count === 1 ? "" : "s"}`;
