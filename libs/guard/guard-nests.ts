import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { GpioLine, WiredFixture } from "../jig/jig.ts";
import { programPath } from "../process/program-path.ts";

/** What a guard looks after, and is handed as JSON. */
export interface Guarded {
  readonly fixtures: readonly WiredFixture[];
  readonly buzzer?: GpioLine | undefined;
}

/** A guard that is told all is well ends at once. */
const END_LIMIT_MS = 2000;
/** Before one that has ended gets a successor. */
const SUCCESSOR_MS = 200;

/**
 * What is resident while all is well: a shell that waits for the end of its input. The first line is
 * what the guard is to look after, any second line says that all is well; without it the first is
 * handed to the command. Its own words are appended to the file named before the command.
 */
const WATCH = `
trap '' HUP INT TERM
IFS= read -r nests || exit 0
read -r word && exit 0
said=$1; shift
true >>"$said" 2>/dev/null || said=/dev/null
printf '%s\\n' "$nests" | "$@" >>"$said" 2>&1
`;

/**
 * Has a guard look after nests until disposed: if this process dies before, by whatever signal, the
 * guard leaves them safe at once (`flashline guard`). It is in a session of its own, so that neither
 * Ctrl-C nor the end of a terminal or of a process group takes it along; one that is killed has a
 * successor. Resolves when the guard knows the nests: start it before they are taken, dispose of it when
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
      await guard.ended;
      // One that cannot live is not started without a break.
      await sleep(SUCCESSOR_MS, undefined, { signal, ref: false }).catch(() => undefined);
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

const startGuard = async (
  { fixtures, buzzer }: Guarded,
  logs: string | undefined,
): Promise<Guard> => {
  const account = logs === undefined ? [] : ["--logs", resolve(logs)];
  const words = logs === undefined ? "/dev/null" : join(resolve(logs), "guard.log");
  const secure = [process.execPath, ...process.execArgv, programPath(), "guard", ...account];
  const guard = spawn("/bin/sh", ["-c", WATCH, "flashline-guard", words, ...secure], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const ended = once(guard, "exit").catch(() => undefined);
  // One that was killed has no ears; what it was to look after is still ours.
  guard.stdin.on("error", () => undefined);
  await once(guard, "spawn");
  await new Promise((written) =>
    guard.stdin.write(`${JSON.stringify({ fixtures, buzzer })}\n`, written),
  );
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
