import { z } from "zod";
import type { ChipName } from "../../libs/chips/chip.ts";
import type { Workplace } from "./run-flashline.ts";

/** A virtual fixture, as a jig file writes it. */
export interface VirtualNest {
  readonly id: string;
  /** Name of a file in the workplace. */
  readonly recipe?: string;
  readonly virtual: {
    readonly chip: ChipName;
    readonly flash?: string;
    readonly faults?: readonly string[];
  };
}

/** Virtual boards that are served by a process apart. */
export interface SimulatedJig {
  /** A jig file that reaches the boards by tty path, power by the printed programs. */
  readonly jig: string;
  /** The board's flash as it is kept since its power went off. */
  flashOf(fixture: string): Uint8Array;
}

const placesSchema = z.object({
  fixture: z.string(),
  flashPort: z.string(),
  logPort: z.string(),
  powerOn: z.array(z.string()),
  powerOff: z.array(z.string()),
});

const linesOf = (stdout: string): string[] => stdout.split("\n").slice(0, -1);

/**
 * Serves the nests by `flashline simulate --fast --state boards`, until the workplace is left.
 * `boards/<fixture>.bin` of the workplace is what a nest begins with, if it is there.
 */
export const simulateJig = async (
  place: Workplace,
  fixtures: readonly VirtualNest[],
): Promise<SimulatedJig> => {
  const virtual = place.write("virtual.yaml", { jig: "virtual", trigger: "auto", fixtures });
  const simulator = place.start("simulate", "--jig", virtual, "--fast", "--state", "boards");
  const stdout = await simulator.printed((text) => linesOf(text).length === fixtures.length);
  const wired = linesOf(stdout).map((line, index) => {
    const { fixture, flashPort, logPort, powerOn, powerOff } = placesSchema.parse(JSON.parse(line));
    const recipe = fixtures[index]?.recipe;
    const power = { kind: "command", on: powerOn, off: powerOff };
    return { id: fixture, flashPort, logPort, power, offMs: 50, ...(recipe && { recipe }) };
  });
  return {
    jig: place.write("wired.yaml", { jig: "wired", trigger: "auto", fixtures: wired }),
    flashOf: (fixture) => place.read(`boards/${fixture}.bin`),
  };
};
