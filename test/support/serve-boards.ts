import type { NestPlaces } from "../../apps/simulator/start-simulator.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import type { Workplace } from "./run-flashline.ts";

/** A virtual fixture, as a jig file writes it. */
export interface VirtualNest {
  readonly id: string;
  readonly recipe: string;
  readonly virtual: {
    readonly chip: ChipName;
    readonly flash?: string;
    readonly faults?: readonly string[];
  };
  /** Switches of the nest that reaches it. */
  readonly inputs?: object;
}

/** Virtual boards that are served by a process apart. */
export interface ServedBoards {
  /** Of the simulator. */
  readonly pid: number;
  /** A jig file that reaches the boards by tty path, power by the printed programs. */
  readonly jig: string;
  /** A board's flash as it is kept since its power went off. */
  flashOf(fixture: string): Uint8Array;
}

/** How boards are served: how fast are wire and flash, and by what power is switched. */
export interface Serving {
  readonly speed?: "fast" | "real";
  /** `programs` as people use them; the socket costs no process for each movement. */
  readonly power?: "programs" | "socket";
}

/** Serves the nests by `flashline simulate --state boards`, until the workplace is left. */
export const serveBoards = async (
  place: Workplace,
  nests: readonly VirtualNest[],
  { speed = "fast", power = "programs" }: Serving = {},
): Promise<ServedBoards> => {
  const virtual = place.write("served.yaml", {
    jig: "served",
    trigger: "auto",
    fixtures: nests.map(({ inputs: _, ...nest }) => nest),
  });
  const socket = place.path("boards.sock");
  const pace = speed === "fast" ? ["--fast"] : [];
  const simulator = place.start(
    "simulate",
    "--jig",
    virtual,
    "--state",
    "boards",
    ...pace,
    "--control",
    socket,
  );
  const stdout = await simulator.printed((text) => text.split("\n").length > nests.length);
  const fixtures = nests.map(({ id, recipe, inputs }, index) => {
    const found: NestPlaces = JSON.parse(stdout.split("\n")[index] ?? "");
    const { flashPort, logPort, spi, powerOn, powerOff } = found;
    return {
      id,
      recipe,
      flashPort,
      logPort,
      power:
        power === "socket"
          ? { kind: "virtual", socket, board: id }
          : { kind: "command", on: powerOn, off: powerOff },
      offMs: 50,
      spi: { programmer: spi },
      inputs,
    };
  });
  return {
    pid: simulator.pid,
    jig: place.write("wired.yaml", { jig: "wired", trigger: "auto", fixtures }),
    flashOf: (fixture) => place.read(`boards/${fixture}.bin`),
  };
};
