/** Text on its way in, from a scanner or a person. Times are the clock's, in ms. */
export interface Entry {
  /** `typed`: opened by `/`, for people. */
  readonly kind: "plain" | "typed";
  readonly text: string;
  /** Where in the text begins what came after its last long rest, and when that began. */
  readonly freshFrom: number;
  readonly freshMs: number;
  /** When its last character came, or the last Enter. */
  readonly lastMs: number;
}

/** A finished entry, and whose speed it came at. */
export interface EntryLine {
  readonly text: string;
  readonly pace: "scanner" | "hand";
}

/** How long a character must stay alone to be a key: whatever scanner follows it up sooner. */
export const KEY_ALONE_MS = 120;

/** Most that a scanner takes for a character, or a key that is held down; people take more from one to the next. */
export const SCAN_GAP_MS = 50;
/** After such a rest a scan begins anew. */
const REST_MS = 1000;
/** Fewer might be the quick end of something typed. */
const LEAST_SCAN = 4;
/** More than any serial has: a cat on the keyboard. */
const LIMIT = 256;

/** Nothing typed, ever. */
export const NO_ENTRY: Entry = {
  kind: "plain",
  text: "",
  freshFrom: 0,
  freshMs: 0,
  lastMs: Number.NEGATIVE_INFINITY,
};

/** The entry open for a person to type in. */
export const openEntry = (): Entry => ({ ...NO_ENTRY, kind: "typed" });

/** Nothing typed since an Enter at `nowMs`. */
export const sentEntry = (nowMs: number): Entry => ({ ...NO_ENTRY, lastMs: nowMs });

/** The entry with more characters; what frames a code (control characters) is left out. */
export const addText = (entry: Entry, text: string, nowMs: number): Entry => {
  const added = text.replace(/\p{Cc}/gu, "");
  if (added === "") return entry;
  const gapMs = nowMs - entry.lastMs;
  if (entry.kind === "plain" && entry.text === "/" && gapMs > SCAN_GAP_MS) {
    return addText(openEntry(), added, nowMs);
  }
  const whole = entry.text + added;
  if (whole.length > LIMIT) return { ...NO_ENTRY, kind: entry.kind };
  const isFresh = entry.text === "" || gapMs > REST_MS;
  const fresh = isFresh ? { freshFrom: entry.text.length, freshMs: nowMs } : {};
  return { ...entry, ...fresh, text: whole, lastMs: nowMs };
};

/** The entry without its last character. */
export const eraseLast = (entry: Entry): Entry => {
  const text = Array.from(entry.text).slice(0, -1).join("");
  return { ...entry, text, freshFrom: Math.min(entry.freshFrom, text.length) };
};

/** What was entered, when its end came at `nowMs`. A scan that came after something left lying there stands alone. */
export const readEntry = (entry: Entry, nowMs: number): EntryLine => {
  const fresh = entry.text.slice(entry.freshFrom);
  const isScan = nowMs - entry.freshMs <= SCAN_GAP_MS * fresh.length;
  if (entry.freshFrom === 0) {
    return { text: entry.text.trim(), pace: isScan ? "scanner" : "hand" };
  }
  return isScan && fresh.length >= LEAST_SCAN
    ? { text: fresh.trim(), pace: "scanner" }
    : { text: entry.text.trim(), pace: "hand" };
};
