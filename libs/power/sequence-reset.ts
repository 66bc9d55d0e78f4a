import type { Clock } from "../clock/clock.ts";
import type { LineSequence, LineStep } from "../jig/line-sequence.ts";
import type { FlashPortLines } from "./flash-port-lines.ts";
import type { ResetControl } from "./power-control.ts";

/**
 * A reset by a sequence of the flash port's lines. How long the chip stays held is the caller's
 * (`holdMs` at least); the waits on either side of that are kept here.
 */
export const sequenceReset = (
  { hold, release, lines: moved }: LineSequence,
  lines: FlashPortLines,
  clock: Clock,
): ResetControl => {
  const perform = async (steps: readonly LineStep[]): Promise<void> => {
    for (const [at, { levels, thenMs }] of steps.entries()) {
      await lines.set(levels);
      const isLast = at === steps.length - 1;
      if (thenMs > 0 && !isLast) await clock.sleep(thenMs);
    }
  };
  // Lines that are free already must not be pulsed: the chip may be at work, or have no power.
  const letGo = (): Promise<void> => (lines.isAsserted(moved) ? perform(release) : lines.check());
  return {
    hold: () => perform(hold),
    release: letGo,
    // A port that is gone has taken the lines with it.
    [Symbol.asyncDispose]: () => letGo().catch(() => undefined),
  };
};
