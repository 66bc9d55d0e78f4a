import { createInterface } from "node:readline";
import type { RunEvent } from "../../libs/run/run-event.ts";
import type { Heard } from "./cut-facts.ts";
import { keepOutput } from "./keep-output.ts";
import { readEventLine } from "./read-event-line.ts";
import type { RoundPlace } from "./round-place.ts";

/** A station's worker, and what it tells on its own host. */
export interface WatchedWorker {
  /** Its runs, so far. */
  readonly heard: readonly Heard<RunEvent>[];
  /** Lines of its standard error, so far. */
  readonly words: readonly Heard<string>[];
  /** Its fixtures are served. Rejects if it ends before. */
  readonly serving: Promise<void>;
  /** Asks it to end; how it did not as it should, if so. */
  stop(): Promise<readonly string[]>;
}

/** Longer than it may take to end. */
const STOP_MS = 30_000;

/** Starts `flashline worker` with these arguments, by another program if `by` names one. */
export const watchWorker = (
  place: RoundPlace,
  name: string,
  { by, args }: { readonly by: readonly string[]; readonly args: readonly string[] },
): WatchedWorker => {
  const child = place.startFlashline(["worker", ...args, "--json"], "pipe", by);
  keepOutput(place, name, child);
  const heard: Heard<RunEvent>[] = [];
  const words: Heard<string>[] = [];
  const serving = Promise.withResolvers<void>();
  // Whoever waits for it hears it.
  serving.promise.catch(() => undefined);
  let isAsked = false;
  const ended = new Promise<readonly string[]>((resolve) => {
    child.once("close", (code, signal) => {
      serving.reject(new Error(`the ${name} station ended with ${code ?? signal}`));
      resolve(code === 0 && isAsked ? [] : [`the ${name} station ended with ${code ?? signal}`]);
    });
  });
  if (child.stdout === null || child.stderr === null) throw new Error("a worker has no output");
  createInterface({ input: child.stderr }).on("line", (line) => {
    words.push({ at: Date.now(), thing: line });
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const news = readEventLine<RunEvent | { readonly kind: "worker-started" }>(line);
    if (news?.kind === "worker-started") serving.resolve();
    if (news !== undefined && "run" in news) heard.push({ at: Date.now(), thing: news });
  });
  return {
    ...{ heard, words },
    serving: serving.promise,
    stop: async () => {
      isAsked = true;
      child.kill("SIGTERM");
      const force = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      const ill = await ended;
      clearTimeout(force);
      return ill;
    },
  };
};
