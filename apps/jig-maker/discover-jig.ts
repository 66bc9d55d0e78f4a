import { describePort } from "../../libs/adapters/describe-port.ts";
import { systemClock } from "../../libs/clock/system-clock.ts";
import { explainToEngineer } from "../../libs/failure/explain.ts";
import { printable } from "../../libs/failure/printable.ts";
import { guardNests } from "../../libs/guard/guard-nests.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { portsOf, type WiredFixture } from "../../libs/jig/jig.ts";
import { stopRequest } from "../../libs/process/stop-request.ts";
import { supplyGates } from "../../libs/supply/supply-gates.ts";
import { mapNests } from "../../libs/survey/map-nests.ts";
import { askDone } from "./ask-done.ts";
import { type CandidatePort, candidatePorts } from "./candidate-ports.ts";
import { describeFound } from "./describe-found.ts";
import { discoverNests, type SoughtNest } from "./discover-nests.ts";
import { type DiscoveredJig, foundJig, meantOf } from "./found-jig.ts";
import { type NestsOrder, type PlannedNests, planNests } from "./plan-nests.ts";

/** What is to be found, and how. */
export interface DiscoverOrder extends NestsOrder {
  /** Ports to look at; all adapters on USB if absent. */
  readonly ports: readonly string[] | undefined;
  readonly logs: "all" | "none";
  /** "asked": nothing is touched before the operator agrees. */
  readonly consent: "given" | "asked";
  readonly hasTerminal: boolean;
  /** The command that will prove the jig's wiring, to be named in the file. */
  readonly proof: string;
  /** Takes one line for people, fit for a terminal. */
  readonly tell: (line: string) => void;
}

/**
 * Finds the ports of nests by moving what switches them, with a board in each.
 * @throws InputError, NameTakenError, StepError
 */
export const discoverJig = async (order: DiscoverOrder): Promise<DiscoveredJig> => {
  const { tell } = order;
  const listed = await candidatePorts(order.ports, []);
  const planned = await planNests(
    order,
    freeOf(listed).map(({ path }) => path),
  );
  const candidates = await candidatePorts(order.ports, portsInUse(planned));
  for (const {
    path,
    holders: [holder],
  } of candidates) {
    if (holder === undefined) continue;
    tell(printable(`${path} is left out: ${holder.program} (process ${holder.pid}) has it open`));
  }
  const free = freeOf(candidates);
  const sought = soughtNests(planned);
  using stop = stopRequest("standalone");
  stop.asked.catch(() => undefined);
  const ask = (instruction: string): Promise<void> => askDone(instruction, stop.signal);
  try {
    await agree(order, sought, free, ask);
    await using _ = await guardNests({ fixtures: sought.map(({ config }) => config) }, undefined);
    const { survey, unopened } = await discoverNests(
      sought,
      free.map(({ path }) => path),
      {
        clock: systemClock,
        signal: stop.signal,
        logs: order.logs,
        askDone: ask,
        onMove: ({ control, on }) => {
          const ports = on.flatMap(({ port, answered }) => (answered ? [port] : []));
          tell(printable(`moved ${control}: ${ports.join(", ") || "nobody"} answered`));
        },
      },
    );
    for (const { port, failure } of [...unopened, ...survey.troubles]) {
      tell(printable(`${port}: ${explainToEngineer(failure)}`));
    }
    const found = mapNests(survey);
    for (const nest of meantOf(planned, found)) tell(printable(describeFound(nest)));
    return foundJig(planned, found, { ports: free, proof: order.proof });
  } catch (error) {
    if (stop.signal.aborted && error === stop.signal.reason)
      return { text: undefined, exitCode: 130 };
    if (stop.signal.aborted && error instanceof Error && error.name === "AbortError") {
      return { text: undefined, exitCode: 130 };
    }
    throw error;
  }
};

const freeOf = (ports: readonly CandidatePort[]): readonly CandidatePort[] =>
  ports.filter(({ holders }) => holders.length === 0);

/** Ports that are no nest's to be found: those given, and relay boards' own. */
const portsInUse = ({ of, jig }: PlannedNests): readonly string[] =>
  jig.nests.flatMap(({ ports, config }) => [
    ...(of === "nests" && ports === "known" ? portsOf(config) : []),
    ...relayPorts(config),
  ]);

const relayPorts = ({ power, reset }: WiredFixture): readonly string[] =>
  [power, reset].flatMap((control) =>
    "port" in control && typeof control.port === "string" ? [control.port] : [],
  );

const soughtNests = ({ of, jig }: PlannedNests): readonly SoughtNest[] => {
  const gates = supplyGates(jig.jig, systemClock);
  return jig.nests
    .filter(({ ports }) => of === "each-port" || ports === "unknown")
    .map(({ config }) => {
      const linePort = of === "each-port" ? config.flashPort : undefined;
      const sought = { ...config, flashPort: `/port-of-${config.id}-of-${process.pid}` };
      return { config: sought, linePort, supply: gates.get(config.id) };
    });
};

/** Nothing is touched before: opening a port is a pulse on RTS and DTR, and relays will switch boards. */
const agree = async (
  { consent, hasTerminal, tell }: DiscoverOrder,
  sought: readonly SoughtNest[],
  ports: readonly CandidatePort[],
  ask: (instruction: string) => Promise<void>,
): Promise<void> => {
  const byHand = sought.some(({ config }) => config.power.kind === "manual");
  if (!hasTerminal && (byHand || consent === "asked")) {
    const remedy = byHand
      ? "Run it in a terminal, or name relays."
      : "Run it in a terminal, or add --yes.";
    throw new InputError({ source: "--discover" }, "needs a person at a terminal.", remedy);
  }
  if (consent === "given") return;
  for (const { path, info } of ports) {
    tell(`will be opened: ${info === undefined ? printable(path) : describePort(info)}`);
  }
  const load = byHand ? "Take all boards out of the jig." : "Load a board into every nest.";
  await ask(
    `This opens ${ports.length} ports (a pulse on RTS and DTR of each) and switches ${sought.length} nests. ${load}`,
  );
};
