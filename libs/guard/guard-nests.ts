import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { programPath } from "../process/program-path.ts";
import { type Guarded, guardedVariables } from "./guarded.ts";

/** A guard that is told all is well ends at once. */
const END_LIMIT_MS = 2000;
/** From the start of one that ends to that of its successor at least: one may be unable to live. */
const SUCCESSOR_MS = 200;

/**
 * What is resident while all is well: a shell that waits for the end of its input. Any line says that all
 * is well; without one it becomes the command. That one's own words are appended to the file named before it.
 */
const WATCH = `
trap '' HUP INT TERM
read -r word && exit 0
said=$1; shift
true >>"$said" 2>/dev/null || said=/dev/null
exec "$@" >>"$said" 2>&1
`;

/**
 * Has a guard look after nests until disposed: if this process dies before, by whatever signal, the
 * guard leaves them safe at once (`flashline guard`). It is in a session of its own, so that neither
 * Ctrl-C nor the end of a terminal or of a process group takes it along; one that is killed has a
 * successor at once. Resolves when the guard is there: start it before they are taken, dispose of it when
 * they are given back. The logs of folder `logs` take its account.
 */
export const guardNests = async (
  guarded: Guarded,
  logs: string | undefined,
): Promise<AsyncDisposable> => {
  const dismissed = new AbortController();
  const { signal } = dismissed;
  let guard = await startGuard(guarded, logs);
  const succession = (async (): Promise<void> => {
    while (!signal.aborted) {
      const pauseOver = sleep(SUCCESSOR_MS, undefined, { signal, ref: false });
      await Promise.allSettled([guard.ended, pauseOver]);
      if (signal.aborted) return;
      guard = await startGuard(guarded, logs).catch(() => guard);
      if (signal.aborted) await guard.dismiss();
    }
  })();
  return {
    [Symbol.asyncDispose]: async () => {
      dismissed.abort();
      await guard.dismiss();
      await succession;
    },
  };
};

interface Guard {
  readonly ended: Promise<unknown>;
  /** All is well: resolves when it has gone. */
  dismiss(): Promise<void>;
}

const startGuard = async (guarded: Guarded, logs: string | undefined): Promise<Guard> => {
  const account = logs === undefined ? [] : ["--logs", resolve(logs)];
  const words = logs === undefined ? "/dev/null" : join(resolve(logs), "guard.log");
  const secure = [process.execPath, ...process.execArgv, programPath(), "guard", ...account];
  const guard = spawn("/bin/sh", ["-c", WATCH, "flashline-guard", words, ...secure], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    // Written to it later it would not know them if we died in between.
    env: { ...process.env, ...guardedVariables(guarded) },
  });
  const ended = once(guard, "exit").catch(() => undefined);
  // One that was killed has no ears; what it was to look after is still ours.
  guard.stdin.on("error", () => undefined);
  await once(guard, "spawn");
  return {
    ended,
    dismiss: async () => {
      guard.stdin.end("all is well\n");
      const limit = setTimeout(() => guard.kill("SIGKILL"), END_LIMIT_MS);
      await ended;
      clearTimeout(limit);
    },
  };
};
