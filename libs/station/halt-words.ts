import type { FailureClass } from "../failure/catalogue-entry.ts";
import { shareWords } from "../figures/share-words.ts";

/** Why a policy stops the line: boards in a row failed alike, or too few pass at first. */
export type HaltReason =
  | {
      readonly kind: "streak";
      readonly class: FailureClass;
      readonly strikes: readonly {
        readonly serial: string;
        readonly code: string;
        readonly runs: readonly string[];
      }[];
    }
  | {
      readonly kind: "yield";
      readonly pass: number;
      readonly boards: number;
      /** The floor. */
      readonly percent: number;
    };

const WHAT_TO_CHECK: Partial<Readonly<Record<FailureClass, string>>> = {
  image: "Check that boards, recipe and firmware belong together.",
  identity: "Check the boards' labels and the values they are given.",
};

/** Why a policy stopped the line and what to check, for people: the one place these words are written. Not escaped. */
export const haltWords = (reason: HaltReason): string => {
  if (reason.kind === "yield") {
    const { pass, boards, percent } = reason;
    return `First-pass yield is ${shareWords(pass / boards)} of ${boards} boards, below ${percent} %.`;
  }
  const codes = [...new Set(reason.strikes.map(({ code }) => code))].join(", ");
  const check = WHAT_TO_CHECK[reason.class] ?? "";
  return `${reason.strikes.length} boards in a row failed by ${reason.class} (${codes}). ${check}`.trimEnd();
};

/** What a person does about a line that a policy has paused. */
export const RESUME_HALTED = "The line is paused: a person with a name lets it go on by key P.";

/** What becomes of a lot that a policy has closed. */
export const NO_MORE_BOARDS =
  "No more boards are handed out; those at work finish, then the lot ends.";
