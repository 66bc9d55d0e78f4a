const PLAIN = /^[\w@%+=:,./-]+$/;

/** A text as one word of a shell's command line, whatever it holds. */
export const shellWord = (text: string): string =>
  PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
