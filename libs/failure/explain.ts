import { entryOf } from "./catalogue.ts";
import type { Remedy } from "./catalogue-entry.ts";
import type { Failure } from "./failure.ts";
import { likelyCauses } from "./likely-causes.ts";

/**
 * What happened and what to do now, in short plain sentences for the line. The first says what
 * happened, in at most 60 characters. `next`: what follows for the board; where nobody knows, a person may try
 * once more. Safe to print: text from chips is escaped.
 */
export const explainToOperator = (failure: Failure, next: Remedy = "by-hand"): string =>
  entryOf(failure).tell(failure, next);

/** The failure's data spelled out, for the one who mends the fixture. Safe to print. */
export const spellFailure = (failure: Failure): string => entryOf(failure).spell(failure);

/** What usually lies behind a failure, each with its class: `Likely: [adapter] a loose cable.` */
export const tellCauses = (failure: Failure): string => {
  const causes = likelyCauses(failure).map((cause) => `[${cause.class}] ${cause.text}`);
  return `Likely: ${causes.join("; ")}.`;
};

/**
 * The failure's data spelled out, then what usually lies behind it, each with its class: for the one
 * who mends the fixture. Safe to print: text from chips is escaped.
 */
export const explainToEngineer = (failure: Failure): string =>
  `${spellFailure(failure)} ${tellCauses(failure)}`;
