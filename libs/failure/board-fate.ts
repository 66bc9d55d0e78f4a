import { entryOf } from "./catalogue.ts";
import type { BoardFate } from "./catalogue-entry.ts";
import type { Failure } from "./failure.ts";

/** What becomes of a board after this failure; one without a failure was called off, and may run again. */
export const boardFate = (failure: Failure | null): BoardFate =>
  failure === null ? "again" : entryOf(failure).fate(failure);
