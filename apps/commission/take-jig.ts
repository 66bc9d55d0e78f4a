import { awaitFreed } from "../../libs/claims/await-freed.ts";
import { systemClock } from "../../libs/clock/system-clock.ts";
import type { Failure } from "../../libs/failure/failure.ts";
import { StepError } from "../../libs/failure/step-error.ts";
import { failureOf } from "../../libs/fixture/failure-of.ts";
import type { Fixture, FixtureSession } from "../../libs/fixture/fixture.ts";
import { openFixture } from "../../libs/fixture/open-fixture.ts";
import { portsOf, type WiredFixture } from "../../libs/jig/jig.ts";
import type { SupplyGate } from "../../libs/supply/supply-gate.ts";
import type { NestMap } from "../../libs/survey/nest-map.ts";
import type { Move, PortTrouble } from "../../libs/survey/survey.ts";
import type { SurveyControl, SurveyPort } from "../../libs/survey/survey-parts.ts";
import { unmoved } from "../../libs/survey/unmoved.ts";

/** Whoever had a nest just before, or the guard of one that was killed, has it for a moment. */
const PATIENCE_MS = 4000;

/** A jig's nests, owned by this process and open. Disposal leaves every board unpowered. */
export interface TakenJig extends AsyncDisposable {
  readonly nests: readonly NestMap[];
  readonly controls: readonly SurveyControl[];
  readonly ports: readonly SurveyPort[];
  /** Ports that cannot be opened, and controls that cannot be moved. */
  readonly troubles: readonly PortTrouble[];
  readonly unmoved: readonly Move[];
}

/** What taking a jig's nests needs besides their wiring. */
export interface JigTaking {
  /** By fixture id, where the nest waits for its turn to power up, if it has to. */
  readonly gates: ReadonlyMap<string, SupplyGate>;
  /** Shows an instruction to the operator of a fixture. */
  readonly ask: (fixture: string, instruction: string) => void;
  /** Told of a nest that is given back with its board perhaps on. */
  readonly onLeftOn: (fixture: string, failure: Failure) => void;
}

/**
 * Takes every nest, all at once, and opens its ports. A nest that fails is told and stops nobody.
 * @throws NestTakenError with who holds one.
 */
export const takeJig = async (
  configs: readonly WiredFixture[],
  parts: JigTaking,
): Promise<TakenJig> => {
  await using taking = new AsyncDisposableStack();
  const attempts = await Promise.allSettled(configs.map((config) => takeNest(config, parts)));
  const taken = attempts.flatMap((attempt) =>
    attempt.status === "fulfilled" ? [attempt.value] : [],
  );
  // All at once: a relay that hangs must not keep other boards under power.
  taking.defer(async () => void (await Promise.all(taken.map((nest) => giveBack(nest)))));
  const refused = attempts.find((attempt) => attempt.status === "rejected");
  if (refused !== undefined) throw refused.reason;
  const jig = {
    nests: taken.map(mapOf),
    controls: taken.flatMap(controlOf),
    ports: taken.flatMap(surveyPortsOf),
    troubles: taken.flatMap(troubleOf),
    unmoved: taken.flatMap(unmovedOf),
  };
  const open = taking.move();
  return { ...jig, [Symbol.asyncDispose]: () => open.disposeAsync() };
};

interface TakenNest {
  readonly config: WiredFixture;
  readonly fixture?: Fixture;
  readonly session?: FixtureSession;
  /** Why it is not open. */
  readonly failure?: Failure;
}

const takeNest = async (
  config: WiredFixture,
  { gates, ask, onLeftOn }: JigTaking,
): Promise<TakenNest> => {
  let fixture: Fixture | undefined;
  const open = () =>
    openFixture(config, {
      clock: systemClock,
      ask: (instruction) => ask(config.id, instruction),
      supply: gates.get(config.id),
      onLeftOn: (failure) => onLeftOn(config.id, failure),
    });
  try {
    fixture = await awaitFreed(open, PATIENCE_MS);
    return { config, fixture, session: await fixture.open() };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return { config, ...(fixture && { fixture }), failure: failureOf(error) };
  }
};

const giveBack = async ({ fixture, session }: TakenNest): Promise<void> => {
  await session?.release();
  await fixture?.[Symbol.asyncDispose]();
};

const mapOf = ({ config, session }: TakenNest): NestMap => {
  const { id, flashPort, logPort, power, reset, offMs } = config;
  const byNobody = power.kind === "none" && reset.kind === "none";
  const means = session?.control.means ?? (byNobody ? "none" : "cycle");
  return { id, flashPort, logPort, means, offMs };
};

const controlOf = ({ config, session }: TakenNest): readonly SurveyControl[] => {
  if (session === undefined || session.control.means === "none") return [];
  const { control } = session;
  const [flashPort, ...logPorts] = portsOf(config);
  const expectsLog =
    config.logPort === undefined ? [] : logPorts.length > 0 ? logPorts : [flashPort];
  return [
    {
      id: config.id,
      means: session.control.means,
      offMs: control.offMs,
      expects: [config.flashPort],
      expectsLog: expectsLog.flatMap((port) => port ?? []),
      start: () => control.start(),
      stop: () => control.stop(),
      settled: () => control.settled(),
    },
  ];
};

const surveyPortsOf = ({ config, session }: TakenNest): readonly SurveyPort[] => {
  if (session === undefined) return [];
  const { flash, log } = session;
  const [, logPort] = portsOf(config);
  return [
    { id: config.flashPort, link: flash },
    ...(logPort === undefined || log === undefined ? [] : [{ id: logPort, link: log }]),
  ];
};

/** A nest that did not open: by its port, or else by its control. */
const troubleOf = ({ config, failure }: TakenNest): PortTrouble[] =>
  failure !== undefined && "port" in failure && portsOf(config).includes(failure.port)
    ? [{ port: failure.port, failure }]
    : [];

const unmovedOf = (nest: TakenNest): Move[] =>
  nest.failure === undefined || troubleOf(nest).length > 0
    ? []
    : [unmoved(nest.config.id, nest.failure)];
