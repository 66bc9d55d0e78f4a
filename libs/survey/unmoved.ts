import type { Failure } from "../failure/failure.ts";
import type { Move } from "./survey.ts";

/** What is told of a control that could not be moved at all. */
export const unmoved = (control: string, trouble: Failure): Move => ({
  ...{ control, trouble, switchedMs: 0, listenedMs: 0 },
  ...{ on: [], senders: [], off: [], alive: [], quiet: [] },
});
