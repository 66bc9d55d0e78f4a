import type { Rate } from "../figures/fisher-exact.ts";

/** Who or what locked a fixture: a person, a check board of the start of shift, or the line's policy. */
export const LOCK_CAUSES = ["hand", "check", "policy"] as const;

/** One of `LOCK_CAUSES`. */
export type LockCause = (typeof LOCK_CAUSES)[number];

interface LockStrike {
  readonly serial: string;
  readonly code: string;
  readonly runs: readonly string[];
}

/** Why a policy locks a fixture: boards in a row failed there, runs in a row had its error, or it is worse than all others. */
export type LockReason =
  | { readonly kind: "failed" | "errors"; readonly strikes: readonly LockStrike[] }
  | ({ readonly kind: "worse"; readonly others: Rate } & Rate);

const shareOf = ({ hits, of }: Rate): string => `${hits} of ${of}`;

/** Why a policy locked a fixture, in a few words for its tile. Not escaped. */
export const lockWords = (reason: LockReason): string => {
  if (reason.kind === "worse") return `worse: ${shareOf(reason)} failed`;
  const codes = [...new Set(reason.strikes.map(({ code }) => code))];
  return `${reason.strikes.length} in a row: ${codes.join(", ")}`;
};

/** The same in a sentence, with boards and figures. Not escaped. */
export const lockSentence = (reason: LockReason): string => {
  if (reason.kind === "worse") {
    return `At first ${shareOf(reason)} boards failed here, ${shareOf(reason.others)} in the others: that is no chance.`;
  }
  const serials = [...new Set(reason.strikes.map(({ serial }) => serial))].join(", ");
  return reason.kind === "failed"
    ? `${serials} failed here one after the other.`
    : `Its own errors spoilt runs of ${serials} one after the other.`;
};

/** What to do about a fixture that a policy locked: the one place these words are written. */
export const MEND_LOCKED =
  "Look at its needles, supply and adapter. A person with a name unlocks it: key L, or npx flashline fixtures unlock.";
