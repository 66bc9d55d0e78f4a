import type { Clock } from "../../libs/clock/clock.ts";
import type { Failure } from "../../libs/failure/failure.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import { StepError } from "../../libs/failure/step-error.ts";
import { openFixture } from "../../libs/fixture/open-fixture.ts";
import { type FixtureConfig, isVirtual, portsOf, type WiredFixture } from "../../libs/jig/jig.ts";
import { muteLink } from "../../libs/link/mute-link.ts";
import { PortOpener } from "../../libs/link/port-opener.ts";
import { claimPanel } from "../../libs/panel/claim-panel.ts";
import { openLamps } from "../../libs/panel/open-lamps.ts";
import type { SupplyGate } from "../../libs/supply/supply-gate.ts";
import { openExcept } from "./open-except.ts";

/** What of a nest can be seen or heard when it is switched. */
export type Blinker = "lamps" | "power" | "reset" | "none";

/** How a nest blinks. */
export interface BlinkOptions {
  readonly clock: Clock;
  /** Aborted, the nest is switched off and the reason is thrown. */
  readonly signal: AbortSignal;
  readonly times: number;
  /** Called when the nest is this process's own, before anything of it moves. */
  readonly onTaken: () => void;
  /** The supply that its board shares with others; none if absent. */
  readonly supply?: SupplyGate | undefined;
}

/** Long enough to be seen and heard, and to be told from a chatter, in ms. */
const ON_MS = 600;
const LIT_MS = 300;

/** What blinks in a nest: lamps spare its board; power decides where reset is switched as well, as in a run. */
export const blinkerOf = (nest: FixtureConfig): Blinker => {
  if (nest.lamps !== undefined && Object.keys(nest.lamps).length > 0) return "lamps";
  if (isVirtual(nest)) return "none";
  const { power, reset } = nest;
  if (power.kind !== "manual" && power.kind !== "none") return "power";
  return power.kind === "none" && reset.kind !== "none" ? "reset" : "none";
};

/**
 * Lights a nest's lamps one after the other some times, and leaves them dark: all in turn mean no result.
 * @throws NameTakenError, StationError, what `signal` was aborted with.
 */
export const blinkLamps = async (
  config: FixtureConfig,
  { clock, signal, times, onTaken }: BlinkOptions,
): Promise<void> => {
  const lamps = config.lamps ?? {};
  const troubles: string[] = [];
  await using _ = await claimPanel(config);
  await using panel = await openLamps(config.id, lamps, {
    clock,
    onTrouble: (text) => troubles.push(text),
  });
  onTaken();
  const names = (["pass", "fail", "busy"] as const).filter((name) => lamps[name] !== undefined);
  for (let blink = 0; blink < times; blink += 1) {
    for (const name of [...names, "off"] as const) {
      panel.show(name);
      await clock.sleep(LIT_MS, signal);
      const [trouble] = troubles;
      if (trouble !== undefined) throw new StationError(trouble);
    }
  }
};

/**
 * Switches a nest on and off some times, and leaves it off. Its ports stay closed unless one of their lines is the
 * switch: opening one would be a reset edge.
 * @throws NestTakenError, StepError, what `signal` was aborted with.
 */
export const blinkNest = async (
  config: WiredFixture,
  { clock, signal, times, supply, onTaken }: BlinkOptions,
): Promise<void> => {
  const ask = (): void => undefined;
  const onPort = config.power.kind === "line" || config.reset.kind === "line";
  const closed = onPort ? [] : portsOf(config);
  const opener = new PortOpener(clock);
  const openLink = openExcept(new Map(closed.map((path) => [path, muteLink(path)])), (path, how) =>
    opener.open(path, how),
  );
  await using fixture = await openFixture(config, { clock, ask, supply, openLink });
  const { control, release } = await fixture.open();
  try {
    onTaken();
    for (let blink = 0; blink < times; blink += 1) {
      await control.stop();
      await clock.sleep(control.offMs, signal);
      await control.start();
      await clock.sleep(ON_MS, signal);
    }
    await control.stop();
  } catch (error) {
    const left = await release();
    // Why it ended says more than a trouble in switching off; that somebody stopped it does not.
    if (signal.aborted && error === signal.reason) throwIfFailed(left);
    throw error;
  }
  throwIfFailed(await release());
};

const throwIfFailed = (failure: Failure | undefined): void => {
  if (failure !== undefined) throw new StepError(failure);
};
