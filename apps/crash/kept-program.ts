import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** As systemd is told to wait. */
const RESTART_MS = 300;
/** Longer than any of them may take to end. */
const STOP_MS = 30_000;

/** A program that is started again whenever it ends, as systemd does, until it is stopped. */
export class KeptProgram {
  readonly #start: () => ChildProcess | Promise<ChildProcess>;
  readonly #stopped = new AbortController();
  readonly #loop: Promise<void>;
  #child: ChildProcess | undefined;

  constructor(start: () => ChildProcess | Promise<ChildProcess>) {
    this.#start = start;
    this.#loop = this.#keep();
  }

  /** Asks it to end. `forced`: it did not, and was killed. */
  async stop(): Promise<"ended" | "forced"> {
    let end: "ended" | "forced" = "ended";
    this.#stopped.abort();
    this.#child?.kill("SIGTERM");
    const force = setTimeout(() => {
      end = "forced";
      this.#child?.kill("SIGKILL");
    }, STOP_MS);
    await this.#loop;
    clearTimeout(force);
    return end;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const child = await this.#start();
      this.#child = child;
      await new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
      await sleep(RESTART_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
