import type { Failure } from "../failure/failure.ts";
import { StepError } from "../failure/step-error.ts";

/** Of one command: what three repeats do not mend is no accident (uart-protocol.md section 11: 3 to 4 tries). */
const OF_ONE = 3;
/** Of all commands of a step: at up to 7 s each, no more than a minute and a half goes to a bad wire. */
const OF_ALL = 12;

/** Counts one repeat of the command with this address; throws `failure` as `StepError` if it is one too many. */
export type CountRepeat = (address: number, failure: Failure) => void;

/** A new count, for one step. */
export const limitRepeats = (): CountRepeat => {
  const repeats = new Map<number, number>();
  let all = 0;
  return (address, failure) => {
    const before = repeats.get(address) ?? 0;
    if (before === OF_ONE || all === OF_ALL) throw new StepError(failure);
    repeats.set(address, before + 1);
    all += 1;
  };
};
