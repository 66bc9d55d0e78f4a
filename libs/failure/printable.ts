/** Control, format (bidi, zero-width), unassigned and private characters, and those drawn as nothing. */
const UNPRINTABLE = /^[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]$/u;

/** Most text; known at once. */
const PLAIN = /^[ -~]*$/;

const CUT = "…";

const symbolOf = (character: string): string => {
  if (!UNPRINTABLE.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\u{${code.toString(16)}}`;
};

/**
 * Text from a chip, a file or a scanner, fit for a terminal: what could move the cursor, colour,
 * reorder or hide text is shown as a symbol such as `\x1b`, line ends included. Longer text than
 * `max` characters is cut and ends in `…`. A backslash stays, so text already escaped stays as it is.
 */
export const printable = (text: string, max = Number.POSITIVE_INFINITY): string => {
  if (text.length <= max && PLAIN.test(text)) return text;
  const symbols = Array.from(text, symbolOf);
  // Cut between symbols: half an escape would mean something else.
  let length = 0;
  let lastThatFits = 0;
  for (const [index, symbol] of symbols.entries()) {
    length += symbol.length;
    if (length <= max - CUT.length) lastThatFits = index + 1;
    if (length > max) return `${symbols.slice(0, lastThatFits).join("")}${CUT}`.slice(0, max);
  }
  return symbols.join("");
};
