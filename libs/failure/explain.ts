import { entryOf } from "./catalogue.ts";
import type { Failure } from "./failure.ts";
import { likelyCauses } from "./likely-causes.ts";

/**
 * What happened and what to do now, in short plain sentences for the line. The first says what
 * happened, in at most 60 characters. Safe to print: text from chips is escaped.
 */
export const explainToOperator = (failure: Failure): string => entryOf(failure).tell(failure);

/**
 * The failure's data spelled out, then what usually lies behind it, each with its class: for the one
 * who mends the fixture. Safe to print: text from chips is escaped.
 */
export const explainToEngineer = (failure: Failure): string => {
  const causes = likelyCauses(failure).map((cause) => `[${cause.class}] ${cause.text}`);
  return `${entryOf(failure).spell(failure)} Likely: ${causes.join("; ")}.`;
};
