import { entryOf } from "./catalogue.ts";
import type { Cause, CauseClass } from "./cause.ts";
import type { Failure } from "./failure.ts";

/** What usually lies behind a failure with these data, likeliest first. */
export const likelyCauses = (failure: Failure): readonly Cause[] =>
  entryOf(failure).cases.find(({ holds }) => holds(failure))?.causes ?? [];

/** Classes of the causes a failure may have, that of the likeliest first. */
export const causeClassesOf = (failure: Failure): readonly CauseClass[] => [
  ...new Set(likelyCauses(failure).map((cause) => cause.class)),
];

/** Class of a failure's likeliest cause. */
export const causeClassOf = (failure: Failure): CauseClass =>
  causeClassesOf(failure)[0] ?? "station";
