import { readFileSync } from "node:fs";
import type { NestPlaces } from "../../apps/simulator/start-simulator.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { loadBoard, readBoardState, switchPower } from "../../libs/simulator/board-client.ts";
import { writeRecipe } from "./lot-files.ts";
import type { Workplace } from "./run-flashline.ts";

/** What board a nest is to hold. */
export interface BoardWish {
  readonly chip: ChipName;
  readonly faults?: readonly string[];
  /** File with its flash; fresh from the factory if absent. */
  readonly flash?: string;
}

/** A nest as a jig file has it, its recipe included. */
export interface WiredNest {
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

/** Boards simulated by a process apart, behind relays that write down each movement before they make it. */
export interface WiredBench {
  readonly nests: readonly WiredNest[];
  /** Of the simulator. */
  readonly pid: number;
  relayMoves(): readonly RelayMove[];
  /** Ids of the nests whose board has power. */
  powered(): Promise<readonly string[]>;
  /** Switches a board's supply past its relay. */
  switchPower(fixture: string, to: "on" | "off"): Promise<void>;
  /** Puts another board into a nest. */
  load(fixture: string): Promise<void>;
  /** Ends the simulator; the workplace does so, too. */
  close(): Promise<void>;
}

/** Puts boards into the nests F01, F02, ...; `speed` is that of wire and flash. */
export const openWiredBench = async (
  place: Workplace,
  wishes: readonly BoardWish[],
  speed: "fast" | "real",
): Promise<WiredBench> => {
  const log = place.write("relays.log", "");
  const relay = place.write("relay", `echo "$1 $2" >>'${log}'; shift 2; exec "$@"\n`);
  const fixtures = wishes.map(({ chip, faults = [], flash }, index) => ({
    id: `F${String(index + 1).padStart(2, "0")}`,
    virtual: { chip, faults, flash },
  }));
  const ids = fixtures.map(({ id }) => id);
  const jig = place.write("simulated.yaml", { jig: "simulated", trigger: "auto", fixtures });
  const socket = place.path("control.sock");
  const simulator = place.start(
    ...["simulate", "--jig", jig, "--control", socket],
    ...(speed === "fast" ? ["--fast"] : []),
  );
  const stdout = await simulator.printed((text) => text.split("\n").length > ids.length);
  const nests = fixtures.map(({ id, virtual: { chip } }, index): WiredNest => {
    const found: NestPlaces = JSON.parse(stdout.split("\n")[index] ?? "");
    const argv = (to: string, rest: readonly string[]) => ["/bin/sh", relay, id, to, ...rest];
    const [on, off] = [argv("on", found.powerOn), argv("off", found.powerOff)];
    const { flashPort, logPort } = found;
    const power = { kind: "command", on, off } as const;
    return { id, recipe: writeRecipe(place, chip), flashPort, logPort, power, offMs: 50 };
  });
  return {
    nests,
    pid: simulator.pid,
    relayMoves: () => movesIn(readFileSync(log, "utf8")),
    powered: async () => {
      const states = await Promise.all(ids.map((id) => readBoardState(socket, id)));
      return ids.filter((_, index) => states[index]?.powered);
    },
    switchPower: (fixture, to) => switchPower(socket, fixture, to),
    load: (fixture) => loadBoard(socket, fixture),
    close: async () => {
      process.kill(simulator.pid, "SIGTERM");
      await simulator.ended;
    },
  };
};

const movesIn = (log: string): readonly RelayMove[] =>
  log
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const [fixture = "", to = ""] = line.split(" ");
      return { fixture, to };
    });

/** Where each relay stands, by its last movement. */
export const lastMoves = (bench: WiredBench): Readonly<Record<string, string>> =>
  Object.fromEntries(bench.relayMoves().map(({ fixture, to }) => [fixture, to]));
