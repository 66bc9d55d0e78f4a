import type { NestPlaces } from "../../apps/simulator/start-simulator.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import type { Workplace } from "./run-flashline.ts";

/** A virtual fixture, as a jig file writes it. */
export interface VirtualNest {
  readonly id: string;
  readonly recipe: string;
  readonly virtual: { readonly chip: ChipName; readonly flash: string };
}

/** Virtual boards that are served by a process apart. */
export interface ServedBoards {
  /** A jig file that reaches the boards by tty path, power by the printed programs. */
  readonly jig: string;
  /** A board's flash as it is kept since its power went off. */
  flashOf(fixture: string): Uint8Array;
}

/** Serves the nests by `flashline simulate --fast --state boards`, until the workplace is left. */
export const serveBoards = async (
  place: Workplace,
  nests: readonly VirtualNest[],
): Promise<ServedBoards> => {
  const virtual = place.write("served.yaml", { jig: "served", trigger: "auto", fixtures: nests });
  const simulator = place.start("simulate", "--jig", virtual, "--fast", "--state", "boards");
  const stdout = await simulator.printed((text) => text.split("\n").length > nests.length);
  const fixtures = nests.map(({ id, recipe }, index) => {
    const found: NestPlaces = JSON.parse(stdout.split("\n")[index] ?? "");
    const { flashPort, logPort, powerOn, powerOff } = found;
    return {
      id,
      recipe,
      flashPort,
      logPort,
      power: { kind: "command", on: powerOn, off: powerOff },
      offMs: 50,
    };
  });
  return {
    jig: place.write("wired.yaml", { jig: "wired", trigger: "auto", fixtures }),
    flashOf: (fixture) => place.read(`boards/${fixture}.bin`),
  };
};
