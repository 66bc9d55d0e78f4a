import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NestPlaces } from "../../apps/simulator/start-simulator.ts";
import { loadBoard, readBoardState, switchPower } from "../../libs/simulator/board-client.ts";
import type { LotPlace } from "./lot-place.ts";
import { startProgram } from "./start-program.ts";

/** A nest whose board is simulated by another process, as a jig file has it. */
export interface SimulatedNest {
  readonly id: string;
  readonly recipe: string;
  readonly flashPort: string;
  readonly logPort: string;
  readonly power: {
    readonly kind: "command";
    readonly on: readonly string[];
    readonly off: readonly string[];
  };
  readonly offMs: number;
}

/** One movement of a relay. */
export interface RelayMove {
  readonly fixture: string;
  readonly to: string;
}

/** What a simulated board is to be like. */
export interface NestWish {
  readonly chip: "bk7231n" | "bk7231t";
  readonly faults?: readonly string[];
}

/** `flashline simulate`, and relays that write down each movement before they make it. */
export interface SimulatedJig extends AsyncDisposable {
  readonly nests: readonly SimulatedNest[];
  readonly pid: number;
  relayMoves(): readonly RelayMove[];
  /** Ids of the nests whose board has power. */
  powered(): Promise<readonly string[]>;
  /** Puts other boards into all nests. */
  load(): Promise<void>;
  /** Switches a board's supply without its relay. */
  switchPower(fixture: string, to: "on" | "off"): Promise<void>;
}

/** Starts the boards of nests F01, F02, ... in the order of the wishes. */
export const simulateJig = async (
  place: LotPlace,
  wishes: readonly NestWish[],
  speed: "fast" | "real",
): Promise<SimulatedJig> => {
  const log = place.write("relays.log", "");
  const relay = place.write("relay", `echo "$1 $2" >>'${log}'; shift 2; exec "$@"\n`);
  const fixtures = wishes.map(({ chip, faults = [] }, index) => ({
    id: `F${String(index + 1).padStart(2, "0")}`,
    virtual: { chip, faults },
  }));
  const jig = place.write("simulated.yaml", { jig: "simulated", trigger: "auto", fixtures });
  const socket = join(place.folder, "control.sock");
  const simulator = startProgram(
    ["simulate", "--jig", jig, "--control", socket, ...(speed === "fast" ? ["--fast"] : [])],
    { env: place.env },
  );
  const nests: SimulatedNest[] = [];
  for (const {
    id,
    virtual: { chip },
  } of fixtures) {
    const found: NestPlaces = JSON.parse(
      await simulator.awaitLine((line) => line.includes(`"${id}"`)),
    );
    const argv = (to: string, rest: readonly string[]) => ["/bin/sh", relay, id, to, ...rest];
    const on = argv("on", found.powerOn);
    const power = { kind: "command", on, off: argv("off", found.powerOff) } as const;
    const { flashPort, logPort } = found;
    nests.push({ id, recipe: place.recipe(chip), flashPort, logPort, power, offMs: 50 });
  }
  const ids = nests.map(({ id }) => id);
  return {
    nests,
    pid: simulator.pid,
    relayMoves: () =>
      readFileSync(log, "utf8")
        .trim()
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => {
          const [fixture = "", to = ""] = line.split(" ");
          return { fixture, to };
        }),
    powered: async () => {
      const states = await Promise.all(ids.map((id) => readBoardState(socket, id)));
      return ids.filter((_, index) => states[index]?.powered);
    },
    load: async () => {
      for (const id of ids) await loadBoard(socket, id);
    },
    switchPower: (fixture, to) => switchPower(socket, fixture, to),
    [Symbol.asyncDispose]: async () => {
      simulator.kill("SIGTERM");
      await simulator.ended;
    },
  };
};

/** Where each relay stands, by its last movement. */
export const lastMoves = (jig: SimulatedJig): Readonly<Record<string, string>> =>
  Object.fromEntries(jig.relayMoves().map(({ fixture, to }) => [fixture, to]));
