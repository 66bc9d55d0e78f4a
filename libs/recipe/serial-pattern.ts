/** A pattern of serials, read. `has` is asked about single characters. */
export type SerialPattern =
  | { readonly kind: "one"; readonly has: (character: string) => boolean }
  | { readonly kind: "all"; readonly parts: readonly SerialPattern[] }
  | { readonly kind: "any"; readonly choices: readonly SerialPattern[] }
  | {
      readonly kind: "times";
      readonly of: SerialPattern;
      readonly least: number;
      readonly most: number;
    };

/**
 * Where the text from each of the places `from` on can end if it matches. In steps that grow with the text's
 * length, never with the ways to match it: a regular expression of the language could hold a line for hours.
 */
const endsOf = (
  pattern: SerialPattern,
  text: string,
  from: ReadonlySet<number>,
): ReadonlySet<number> => {
  switch (pattern.kind) {
    case "one": {
      const fits = [...from].filter((at) => at < text.length && pattern.has(text.charAt(at)));
      return new Set(fits.map((at) => at + 1));
    }
    case "all":
      return pattern.parts.reduce((at, part) => endsOf(part, text, at), from);
    case "any":
      return new Set(pattern.choices.flatMap((choice) => [...endsOf(choice, text, from)]));
    case "times":
      return endsOfTimes(pattern, text, from);
  }
};

const endsOfTimes = (
  { of, least, most }: SerialPattern & { readonly kind: "times" },
  text: string,
  from: ReadonlySet<number>,
): ReadonlySet<number> => {
  let at = from;
  for (let round = 0; round < least; round += 1) {
    const next = endsOf(of, text, at);
    const isStill = next.size === at.size && [...next].every((end) => at.has(end));
    at = next;
    if (isStill) break;
  }
  const ends = new Set(at);
  for (let round = least; round < most; round += 1) {
    // Only what is new can lead to anything new.
    at = new Set([...endsOf(of, text, at)].filter((end) => !ends.has(end)));
    if (at.size === 0) break;
    for (const end of at) ends.add(end);
  }
  return ends;
};

/** Whether the whole text matches. */
export const matchesSerial = (pattern: SerialPattern, text: string): boolean =>
  endsOf(pattern, text, new Set([0])).has(text.length);
