import { isOwnMac } from "../bytes/mac.ts";
import type { IdentityEntry } from "../journal/identity-entry.ts";

/** A field as it was found on a board. */
export interface FoundField {
  readonly field: string;
  /** Whether the board has just the bytes that the field was to get. */
  readonly isThere: boolean;
}

/** What a board shows of an entry; all but the first two settle nothing. */
export type BoardJudgement =
  /** It bears all of it. */
  | "bears-all"
  /** It is the board of the entry, and bears none of it. */
  | "bears-none"
  | "bears-part"
  /** It bears none of it, and may be another one than the entry was written to. */
  | "other-board"
  /** Its MAC is gone: it was cut off while that was rewritten. */
  | "no-mac";

/** What is to be said of an entry by what was read of a board; `mac` is the board's, 12 hex digits. */
export const judgeBoard = (
  { tiedTo, values }: Pick<IdentityEntry, "tiedTo" | "values">,
  mac: string | null,
  found: readonly FoundField[],
): BoardJudgement => {
  const there = found.filter(({ isThere }) => isThere).length;
  if (there === found.length) return "bears-all";
  if (mac === null) return "no-mac";
  if (there > 0 || mac === values.mac) return "bears-part";
  return mac === tiedTo && isOwnMac(mac) ? "bears-none" : "other-board";
};
