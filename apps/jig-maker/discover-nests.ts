import { targetOf } from "../../libs/adapters/read-attribute.ts";
import { claimName } from "../../libs/claims/claim-name.ts";
import type { Clock } from "../../libs/clock/clock.ts";
import { failureOf } from "../../libs/fixture/failure-of.ts";
import { openFixture } from "../../libs/fixture/open-fixture.ts";
import type { OpenLink } from "../../libs/fixture/open-known-only.ts";
import type { WiredFixture } from "../../libs/jig/jig.ts";
import { lendLink } from "../../libs/link/lend-link.ts";
import { muteLink } from "../../libs/link/mute-link.ts";
import { PortOpener } from "../../libs/link/port-opener.ts";
import type { SerialLink } from "../../libs/link/serial-link.ts";
import type { SupplyGate } from "../../libs/supply/supply-gate.ts";
import type { PortTrouble, Survey } from "../../libs/survey/survey.ts";
import type { SurveyControl, SurveyOptions } from "../../libs/survey/survey-parts.ts";
import { takeSurvey } from "../../libs/survey/take-survey.ts";
import { openExcept } from "./open-except.ts";

/** A nest of which the control is known. */
export interface SoughtNest {
  /** Its flash port is a name that no device has. */
  readonly config: WiredFixture;
  /** The port whose own line is its control, if that is what moves it. */
  readonly linePort: string | undefined;
  /** The supply that its board shares with others; none if absent. */
  readonly supply?: SupplyGate | undefined;
}

/** How nests are looked for. */
export interface SearchOptions extends Pick<SurveyOptions, "signal" | "logs" | "onMove"> {
  readonly clock: Clock;
  /** Asks the operator to do something and waits until it is done. Rejects when `signal` is aborted. */
  readonly askDone: (instruction: string) => Promise<void>;
  /** serialport, unless other wires take its place. */
  readonly openLink?: OpenLink;
}

/** What came of it. */
export interface SearchResult {
  readonly survey: Survey;
  /** Ports that could not be opened, and were left out. */
  readonly unopened: readonly PortTrouble[];
}

/** The chip's rate after every reset (uart-protocol.md section 1). */
const START_BAUD = 115_200;

/**
 * Claims and opens ports, moves the nests' controls one at a time, and listens on every port. Ends with every board
 * off and every port closed, however it ends.
 * @throws NameTakenError, StepError (`relay-failed`): a control cannot be had; what `signal` was aborted with.
 */
export const discoverNests = async (
  nests: readonly SoughtNest[],
  ports: readonly string[],
  options: SearchOptions,
): Promise<SearchResult> => {
  await using owned = new AsyncDisposableStack();
  const opener = new PortOpener(options.clock);
  const { openLink = (path, how) => opener.open(path, how) } = options;
  const links = new Map<string, SerialLink>();
  const unopened: PortTrouble[] = [];
  for (const port of ports) {
    try {
      owned.use(await claimName((await targetOf(port)) ?? port, "jig new"));
      links.set(port, owned.use(await openLink(port, { baudRate: START_BAUD })));
    } catch (error) {
      unopened.push({ port, failure: failureOf(error) });
    }
  }
  const controls: SurveyControl[] = [];
  for (const nest of nests) {
    const link = nest.linePort === undefined ? muteLink(nest.config.id) : links.get(nest.linePort);
    if (link === undefined) continue;
    controls.push(await openControl(nest, link, owned, { ...options, openLink }));
    options.signal.throwIfAborted();
  }
  const row = [...links].map(([id, link]) => ({ id, link }));
  return { survey: await takeSurvey(controls, row, { ...options, repeat: 1 }), unopened };
};

const openControl = async (
  { config, supply }: SoughtNest,
  link: SerialLink,
  owned: AsyncDisposableStack,
  { clock, askDone, openLink }: SearchOptions & { readonly openLink: OpenLink },
): Promise<SurveyControl> => {
  const { id } = config;
  const unknown = { id, expects: [], expectsLog: [] };
  if (config.power.kind === "manual") {
    return { ...unknown, means: "operator", offMs: config.offMs, ...byHand(id, askDone) };
  }
  const lent = openExcept(new Map([[config.flashPort, lendLink(link)]]), openLink);
  const context = { clock, ask: () => undefined, supply, openLink: lent };
  const fixture = owned.use(await openFixture(config, context));
  const { control } = await fixture.open();
  return {
    ...unknown,
    means: "cycle",
    offMs: control.offMs,
    start: () => control.start(),
    stop: () => control.stop(),
  };
};

/** A nest whose supply a person switches; asked only for what is not so already. */
const byHand = (
  id: string,
  askDone: SearchOptions["askDone"],
): Pick<SurveyControl, "start" | "stop"> => {
  let isOn = false;
  return {
    start: async () => {
      isOn = true;
      await askDone(`Load a board into nest ${id} and no other, and switch its supply on.`);
    },
    stop: async () => {
      if (!isOn) return;
      isOn = false;
      await askDone(`Switch the supply of nest ${id} off.`);
    },
  };
};
