import { printable } from "../failure/printable.ts";
import type { LineDecision } from "../journal/line-decision.ts";
import { plural } from "./words.ts";

const byWhom = ({ by, cause }: LineDecision): string => {
  if (by !== null) return `by ${printable(by)}`;
  return { hand: "by hand", check: "by a check board", policy: "by policy" }[cause];
};

/** What was done, to what: `F02 locked`. */
const deedOf = ({ kind, fixture }: LineDecision): string => {
  const where = printable(fixture ?? "");
  switch (kind) {
    case "lock":
      return `${where} locked`;
    case "unlock":
      return `${where} unlocked`;
    case "pause":
      return "line paused";
    case "resume":
      return "line resumed";
    case "close":
      return "lot closed";
  }
};

/** A decision in a line for people: when, what, by whom, and why. Safe to print. */
export const decisionWords = (decision: LineDecision, time: (iso: string) => string): string => {
  const { at, why, detail, runs } = decision;
  const reason = why === null ? "" : `: ${printable(why)}`;
  const more = detail === null ? "" : `. ${printable(detail)}`;
  const led = runs.length === 0 ? "" : ` (${plural(runs.length, "run")})`;
  return `${time(at)} ${deedOf(decision)} ${byWhom(decision)}${reason}${more}${led}`;
};
