/** A MAC as read from a text, or what is wrong with it: a sentence's end that follows the text. */
export type MacReading =
  | { readonly ok: true; readonly mac: string }
  | { readonly ok: false; readonly problem: string };

const BYTES = 6;
const BARE = /^(?:[0-9a-f]{2})+$/;
const PARTED = /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2})*)?$/;

/** What the Wi-Fi library falls back to without one of its own (firmware-formats.md section 9.4). */
const FALLBACK = "c8478c000000";

/**
 * A board's own MAC, written with colons, dashes or bare, as 12 lower-case hex digits. What no board
 * alone may have is refused: a group address, all 00, all FF, the address of boards without one.
 */
export const parseMac = (text: string): MacReading => {
  const written = text.toLowerCase();
  if (!BARE.test(written) && !PARTED.test(written)) return refuse("is no MAC");
  const mac = written.replace(/[:-]/g, "");
  if (mac.length !== BYTES * 2) return refuse(`has ${mac.length / 2} bytes; a MAC has ${BYTES}`);
  const problem = whyShared(mac);
  return problem === undefined ? { ok: true, mac } : refuse(problem);
};

const refuse = (problem: string): MacReading => ({ ok: false, problem });

/** Why no board alone may have a MAC, 12 lower-case hex digits: the one list of such; undefined if one may. */
const whyShared = (mac: string): string | undefined => {
  if (/^0+$/.test(mac)) return "is all 00: no MAC of a board";
  if (/^f+$/.test(mac)) return "is all FF: no MAC of a board";
  if ((Number.parseInt(mac.slice(0, 2), 16) & 1) === 1) {
    return "is a group address: its first byte must be even";
  }
  return mac === FALLBACK ? "is what every board without a MAC of its own answers to" : undefined;
};

/**
 * Whether a board of its own can have this MAC (12 lower-case hex digits). Boards that were never
 * given one share the others, so none of those tells two boards apart.
 */
export const isOwnMac = (mac: string): boolean => whyShared(mac) === undefined;

/** 12 hex digits as people read them: `c8:47:8c:10:00:00`. */
export const macForPeople = (mac: string): string => mac.match(/../g)?.join(":") ?? mac;
