import type { Clock } from "../../libs/clock/clock.ts";
import type { Failure } from "../../libs/failure/failure.ts";
import { StepError } from "../../libs/failure/step-error.ts";
import { openFixture } from "../../libs/fixture/open-fixture.ts";
import { portsOf, type WiredFixture } from "../../libs/jig/jig.ts";
import { muteLink } from "../../libs/link/mute-link.ts";
import { openExcept } from "./open-except.ts";

/** What of a nest can be seen or heard when it is switched: its supply, its reset, or nothing. */
export type Blinker = "power" | "reset" | "none";

/** How a nest blinks. */
export interface BlinkOptions {
  readonly clock: Clock;
  /** Aborted, the nest is switched off and the reason is thrown. */
  readonly signal: AbortSignal;
  readonly times: number;
}

/** Long enough to be seen and heard, and to be told from a chatter, in ms. */
const ON_MS = 600;

/** What blinks in a nest. Power decides where both are switched, as in a run. */
export const blinkerOf = ({ power, reset }: WiredFixture): Blinker => {
  if (power.kind !== "manual" && power.kind !== "none") return "power";
  return power.kind === "none" && reset.kind !== "none" ? "reset" : "none";
};

/**
 * Switches a nest on and off some times, and leaves it off. Its ports stay closed unless one of their lines is the
 * switch: opening one would be a reset edge.
 * @throws NestTakenError, StepError, what `signal` was aborted with.
 */
export const blinkNest = async (
  config: WiredFixture,
  { clock, signal, times }: BlinkOptions,
): Promise<void> => {
  const ask = (): void => undefined;
  const onPort = config.power.kind === "line" || config.reset.kind === "line";
  const closed = onPort ? [] : portsOf(config);
  const openLink = openExcept(new Map(closed.map((path) => [path, muteLink(path)])), clock);
  await using fixture = await openFixture(config, { clock, ask, openLink });
  const { control, release } = await fixture.open();
  try {
    for (let blink = 0; blink < times; blink += 1) {
      await control.stop();
      await clock.sleep(control.offMs, signal);
      await control.start();
      await clock.sleep(ON_MS, signal);
    }
    await control.stop();
  } catch (error) {
    // Why it stopped says more than a trouble in switching off.
    await release();
    throw error;
  }
  throwIfFailed(await release());
};

const throwIfFailed = (failure: Failure | undefined): void => {
  if (failure !== undefined) throw new StepError(failure);
};
