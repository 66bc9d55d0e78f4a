/** Relatives that speak the same protocol and are not flashed: known by name, so that a refusal can name them. */
const STRANGERS: readonly { readonly id: number; readonly markings: readonly string[] }[] = [
  { id: 0x7236, markings: ["BK7236", "BK7258"] },
  { id: 0x7256, markings: ["BK7256"] },
  { id: 0x7258, markings: ["BK7258"] },
  { id: 0x7259, markings: ["BK7259"] },
];

/** Their names as a recipe might write them, lower case. */
export const STRANGER_NAMES: readonly string[] = [
  ...new Set(STRANGERS.flatMap(({ markings }) => markings.map((name) => name.toLowerCase()))),
];

/** Where these keep their id: in the register of the other chips, or here (uart-protocol.md section 7). */
export const STRANGER_ID_REGISTER = 0x44010004;

/** The relatives of a chip id, for people, or undefined if it is none of theirs. */
export const strangerOf = (id: number): string | undefined =>
  STRANGERS.find((stranger) => stranger.id === id)?.markings.join(" or ");
