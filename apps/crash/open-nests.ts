import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { readBoardState } from "../../libs/simulator/board-client.ts";
import type { PoweredSpan } from "../../libs/simulator/powered-span.ts";
import type { CrashCase } from "./crash-case.ts";
import { recipeName, writeSimulatedJig } from "./line-files.ts";
import type { RoundPlace } from "./round-place.ts";

/** The round's nests, simulated by a process that nobody strikes: what it says is the truth. */
export interface RoundNests extends AsyncDisposable {
  /** Of the jig with their ports and relays. */
  readonly jigPath: string;
  /** Ids of the nests whose board has power. */
  powered(): Promise<readonly string[]>;
  /** Each time a board had power. */
  spans(): readonly PoweredSpan[];
}

/** What `simulate` prints of a nest. */
interface NestPlaces {
  readonly fixture: string;
  readonly flashPort: string;
  readonly logPort: string;
  readonly powerOn: readonly string[];
  readonly powerOff: readonly string[];
  readonly relay?: object;
}

/** Starts the simulator and writes the jig of its nests. */
export const openNests = async (
  place: RoundPlace,
  { nests, speed, relays }: Pick<CrashCase, "nests" | "speed" | "relays">,
): Promise<RoundNests> => {
  const socket = place.path("control.sock");
  const account = place.path("account.jsonl");
  const simulator = place.startFlashline(
    [
      ...["simulate", "--jig", writeSimulatedJig(place, nests), "--control", socket],
      ...["--account", account, ...(speed === "fast" ? ["--fast"] : [])],
      ...(relays === "serial" ? ["--relay-boards"] : []),
    ],
    "pipe",
  );
  const ended = once(simulator, "exit");
  const places = new Map<string, NestPlaces>();
  if (simulator.stdout === null) throw new Error("the simulator has no output");
  for await (const line of createInterface({ input: simulator.stdout })) {
    const found: NestPlaces = JSON.parse(line);
    places.set(found.fixture, found);
    if (places.size === nests.length) break;
  }
  if (places.size < nests.length) throw new Error("the simulator did not start");
  const fixtures = nests.map(({ id, chip }) => {
    const { flashPort, logPort, powerOn, powerOff, relay } = places.get(id) ?? {};
    const power = {
      serial: { kind: "serial-relay", ...relay },
      command: { kind: "command", on: powerOn, off: powerOff },
      socket: { kind: "virtual", socket, board: id },
    }[relays];
    return { id, recipe: place.path(recipeName(chip)), flashPort, logPort, power, offMs: 50 };
  });
  const jigPath = place.write("jig.yaml", { jig: "crash", trigger: "auto", fixtures });
  return {
    jigPath,
    powered: async () => {
      const states = await Promise.all(nests.map(({ id }) => readBoardState(socket, id)));
      return nests.flatMap(({ id }, index) => (states[index]?.powered === true ? [id] : []));
    },
    spans: () => readSpans(account),
    [Symbol.asyncDispose]: async () => {
      simulator.kill("SIGTERM");
      await ended;
    },
  };
};

const readSpans = (file: string): readonly PoweredSpan[] => {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // No board ever had power.
    return [];
  }
  return text
    .split("\n")
    .slice(0, -1)
    .map((line): PoweredSpan => JSON.parse(line));
};
