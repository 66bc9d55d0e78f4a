import type { PowerConfig, ResetConfig } from "./jig.ts";
import { isSequence, parseLineSequence } from "./line-sequence.ts";

/** Without power: supplies discharge slowly. */
const OFF_MS = 500;
/** With CEN low (uart-protocol.md section 6.3). */
const PULSE_MS = 250;

/** A nest's times and what they are for, as written. */
export interface WrittenTimes {
  readonly power: PowerConfig;
  readonly reset: ResetConfig;
  readonly pulseMs: number | undefined;
  readonly offMs: number | undefined;
}

/** How long a board is stopped, in ms, or which field is wrong and why. */
export type OffTime =
  | { readonly offMs: number }
  | { readonly wrong: readonly string[]; readonly problem: string };

/** How long a nest's board must be stopped to start afresh, from what its jig file says. */
export const offTimeOf = ({ power, reset, pulseMs, offMs }: WrittenTimes): OffTime => {
  const byResetOnly = power.kind === "none" && reset.kind !== "none";
  const holdMs = sequenceHoldMs(reset);
  if (pulseMs !== undefined && holdMs !== undefined) {
    const problem = "has no meaning beside a sequence, which says how long it holds. Remove it.";
    return { wrong: ["reset", "pulseMs"], problem };
  }
  if (pulseMs !== undefined && !byResetOnly) {
    const problem = "has no meaning where power is switched: that decides. Use offMs.";
    return { wrong: ["reset", "pulseMs"], problem };
  }
  if (pulseMs !== undefined && offMs !== undefined) {
    const problem = "says what reset.pulseMs says, too. Keep one of them.";
    return { wrong: ["offMs"], problem };
  }
  if (offMs !== undefined && holdMs !== undefined && offMs < holdMs) {
    const problem = `is ${offMs}, less than the ${holdMs} ms for which reset.line holds. Raise it or remove it.`;
    return { wrong: ["offMs"], problem };
  }
  const usual = byResetOnly ? (holdMs ?? PULSE_MS) : Math.max(OFF_MS, holdMs ?? 0);
  return { offMs: pulseMs ?? offMs ?? usual };
};

const sequenceHoldMs = (reset: ResetConfig): number | undefined =>
  reset.kind === "line" && isSequence(reset.line)
    ? parseLineSequence(reset.line).holdMs
    : undefined;
