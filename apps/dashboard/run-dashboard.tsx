import { render } from "ink";
import type { Clock } from "../../libs/clock/clock.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import type { Sounds } from "../../libs/jig/sounds-schema.ts";
import { summarizeLot } from "../../libs/station/lot-summary.ts";
import { Bell } from "./bell.ts";
import { bellSignal } from "./bell-signal.ts";
import { DashboardScreen } from "./dashboard-screen.tsx";
import type { DashboardSource } from "./dashboard-source.ts";
import type { ScreenSettings } from "./draw-screen.ts";
import { ScreenModel } from "./screen-model.ts";

/** What a dashboard is made of. Both streams are a terminal's. */
export interface DashboardOptions extends ScreenSettings {
  readonly source: DashboardSource;
  readonly clock: Clock;
  /** Which bells the one who operates the line hears. */
  readonly sounds: Sounds;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** Ends the dashboard: the program that ran the line is gone, or with a `StationError` that its caller tells. */
  readonly signal?: AbortSignal;
}

const LEFT = "The dashboard was left. What the line does now, it does without it.";

const OWNER_LOST =
  "The program that ran this line was ended. Boards at work are switched off and recorded; start the lot again to go on.";

const lastWords = (
  model: ScreenModel,
  { dataFolder, signal }: Pick<DashboardOptions, "dataFolder" | "signal">,
): readonly string[] => {
  const { line, now } = model.content();
  if (line.lot?.ended) return summarizeLot(line, dataFolder, now);
  if (signal?.reason instanceof StationError) return [];
  return [signal?.aborted ? OWNER_LOST : LEFT];
};

/** Rings for what happens on the line, frame by frame. */
const ringFor = (model: ScreenModel, bell: Bell): void => {
  let before = model.content();
  model.subscribe(() => {
    const after = model.content();
    const signal = bellSignal(before, after);
    before = after;
    if (signal !== null) bell.ring(signal);
  });
};

/**
 * Shows the line on the terminal until the person leaves: after the lot's end with any key, or
 * before. What is left on the terminal then is the lot's summary in plain lines.
 */
export const runDashboard = async (options: DashboardOptions): Promise<void> => {
  const { source, clock, role, look, limits, dataFolder, stdout, stdin, signal } = options;
  using model = new ScreenModel(source, clock, role);
  using bell = new Bell(stdout, clock, options.sounds);
  if (role === "operate") ringFor(model, bell);
  const settings = { role, look, limits, dataFolder };
  const screen = render(<DashboardScreen model={model} settings={settings} />, {
    stdout,
    stdin,
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    // The caller has checked that this is a terminal; an environment that looks like CI is no reason to be silent.
    interactive: true,
  });
  const leave = (): void => screen.unmount();
  // A terminal that is gone, or that a shell has taken back, is neither read nor set any more.
  stdin.on("error", leave);
  signal?.addEventListener("abort", leave, { once: true });
  if (signal?.aborted) leave();
  await screen.waitUntilExit();
  signal?.removeEventListener("abort", leave);
  stdin.off("error", leave);
  stdout.write(`${lastWords(model, options).join("\n")}\n`);
};
