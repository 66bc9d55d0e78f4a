import { entryOf } from "./catalogue.ts";
import type { FailureClass } from "./catalogue-entry.ts";
import type { Failure } from "./failure.ts";

/** The class of a failure: what the line's policy counts. */
export const failureClassOf = (failure: Failure): FailureClass => entryOf(failure).class;
