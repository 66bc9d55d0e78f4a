import type { PortRow } from "./port-row.ts";
import type { Hearing } from "./survey.ts";
import type { SurveyControl, SurveyOptions } from "./survey-parts.ts";
import { WAKE_MS } from "./wake-ms.ts";

/** Boards whose supply falls slowly have it behind them by then, in ms. */
const FED_MS = 2000;
/** A board that has not answered for so long, while it is called, is off, in ms; enough to measure by. */
const SILENT_MS = 150;
/** A busy machine may hear and call nobody for a while: a silence that is to prove something lasts as long, in ms. */
const SURE_MS = 600;
const LOOK_EVERY_MS = 20;

/** How it is waited. */
interface WaitOptions extends Pick<SurveyOptions, "clock" | "signal"> {
  /** "own": its own board was all that was looked for, and no more than measured. */
  readonly search: "whole" | "own";
}

/**
 * Waits until nothing comes any more of a control that was just switched off, while all ports call. `on`:
 * what was heard while it was on. Gives the ports that go on answering long after their board should be off.
 */
export const awaitSilence = async (
  row: PortRow,
  control: SurveyControl,
  on: readonly Hearing[],
  { clock, signal, search }: WaitOptions,
): Promise<readonly string[]> => {
  const { means, offMs } = control;
  const silentMs = search === "whole" ? SURE_MS : SILENT_MS;
  const limitMs = means === "operator" ? WAKE_MS.operator : Math.max(offMs, FED_MS);
  const until = clock.now() + limitMs + silentMs;
  const leastMs = (means === "cycle" ? offMs : 0) + SILENT_MS;
  await clock.sleep(Math.max(leastMs, silentMs, wakingMs(control, on)), signal);
  for (;;) {
    const silentSince = clock.now() - silentMs;
    const alive = row.answeringSince(silentSince);
    // What a busy machine is told late is not to be the next control's doing.
    const isSpoken = search === "whole" && row.heardSince(silentSince);
    if ((alive.length === 0 && !isSpoken) || clock.now() >= until) return alive;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
};

/** The same where nobody calls. */
export const awaitRest = async (
  row: PortRow,
  control: SurveyControl,
  on: readonly Hearing[],
  { clock, signal }: Pick<WaitOptions, "clock" | "signal">,
): Promise<void> => {
  await clock.sleep(Math.max(control.offMs, SURE_MS, wakingMs(control, on)), signal);
  // What a busy machine is told late is not to be the next control's doing.
  const settledBy = clock.now() + FED_MS;
  while (row.heardSince(clock.now() - SURE_MS) && clock.now() < settledBy)
    await clock.sleep(LOOK_EVERY_MS, signal);
};

/**
 * A control that woke nobody when it went on may work the wrong way round: a board that wakes as it goes
 * off, and late, is not to be the next control's doing.
 */
const wakingMs = ({ means }: SurveyControl, on: readonly Hearing[]): number => {
  const isWoken = on.some(({ answered, logged }) => (answered ?? logged) !== undefined);
  return means === "cycle" && !isWoken ? WAKE_MS.cycle : 0;
};
