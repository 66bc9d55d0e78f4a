import type { Failure } from "./failure.ts";

/** Ends a run with a failure. Thrown anywhere below a run, caught in one place: `run/run-board.ts`. */
export class StepError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.code, options);
    this.name = "StepError";
    this.failure = failure;
  }
}
