import { rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { PreciseClock } from "./precise-clock.ts";
import { type SimulatorOptions, startSimulator } from "./start-simulator.ts";

/** A simulator as a process of its own. */
export interface RunSimulatorOptions extends Omit<SimulatorOptions, "clock"> {
  /**
   * What ends it besides SIGINT and SIGTERM: nothing, or the end of whoever started it. Then the folder
   * of its control socket goes with it, if nothing else is in it.
   */
  readonly until: "signal" | "stdin-ends";
  /** Takes a JSON line for each nest once all are there. */
  readonly print: (line: string) => void;
}

/** Simulates a jig's boards until stopped; then all are off and kept. Rejects with `InputError`. */
export const runSimulator = async (options: RunSimulatorOptions): Promise<void> => {
  const stopped = awaitStop(options.until);
  await using owned = new AsyncDisposableStack();
  const { controlSocket } = options;
  // Whoever made the folder of its socket may have been killed.
  if (options.until === "stdin-ends" && controlSocket !== undefined) {
    owned.defer(() => rmdir(dirname(controlSocket)).catch(() => undefined));
  }
  using clock = new PreciseClock();
  await using simulator = await startSimulator({ ...options, clock });
  for (const places of simulator.places) options.print(JSON.stringify(places));
  await stopped;
  // A pipe that is still read would keep the process alive.
  process.stdin.pause();
};

const awaitStop = (until: RunSimulatorOptions["until"]): Promise<void> =>
  new Promise((resolve) => {
    const stop = (): void => {
      // An open stdin would keep this process alive.
      if (until === "stdin-ends") process.stdin.pause();
      resolve();
    };
    process.once("SIGINT", stop).once("SIGTERM", stop);
    if (until === "stdin-ends") process.stdin.once("end", stop).once("close", stop).resume();
  });
