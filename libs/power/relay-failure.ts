import { printable } from "../failure/printable.ts";
import { StepError } from "../failure/step-error.ts";

const LONGEST_REASON = 300;

/** A control that did not do what it was told. `control` names it as the jig file does; `reason` says what to mend. */
export const relayFailure = (control: string, reason: string, cause?: unknown): StepError =>
  new StepError(
    {
      code: "relay-failed",
      control: printable(control, LONGEST_REASON),
      reason: printable(reason, LONGEST_REASON),
    },
    { cause },
  );
