import { setTimeout as sleep } from "node:timers/promises";
import type { StepName } from "../../libs/failure/step-name.ts";
import type { RunHappening } from "../../libs/run/run-event.ts";
import type { StationEvent } from "../../libs/station/station-event.ts";

/** A worker tells progress this often at most (design.md section 4). */
const PROGRESS_MS = 250;

/** A board's run at 921600 baud, in ms: docs/speed.md. */
const STEPS: readonly (readonly [StepName, number])[] = [
  ["link", 250],
  ["identify", 250],
  ["erase", 4250],
  ["write", 10_000],
  ["verify", 750],
  ["boot", 250],
  ["release", 0],
];

/** One board of ten fails, after its link. */
const FAILS_EVERY = 10;

/** Who hears what happens on the line. */
type Tell = (event: StationEvent) => void;

/**
 * Tells what a line of so many fixtures tells that all flash, each board at the wire's pace, one after the other,
 * until the signal.
 */
export const playLine = async (
  fixtures: readonly string[],
  tell: Tell,
  signal: AbortSignal,
): Promise<void> => {
  tell({
    ...{ kind: "lot-started", at: now(), lot: "BENCH", session: "bench", station: "bench" },
    ...{ recipe: "bench", recipeSha256: "04".repeat(32), operator: "Eva", trigger: "auto" },
    ...{ approvals: [], fixtures, boards: null, passedBefore: 0, numericSerials: [] },
  });
  tell({ kind: "station-health", at: now(), journal: "good", disk: "good", redis: "up" });
  await Promise.all(
    fixtures.map(async (fixture, index) => {
      // As boards that were started by hand: not all in one moment.
      await pause((index * PROGRESS_MS) / fixtures.length, signal);
      for (let board = 1; !signal.aborted; board += 1) {
        await playRun(fixture, index + board * fixtures.length, tell, signal);
      }
    }),
  );
};

const playRun = async (
  fixture: string,
  number: number,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> => {
  const serial = `BENCH${String(number).padStart(5, "0")}`;
  const say = (happening: RunHappening): void =>
    tell({ at: now(), run: serial, lot: "BENCH", serial, fixture, attempt: 1, ...happening });
  const began = Date.now();
  const end = (verdict: "pass" | "fail"): void =>
    say({
      ...{ kind: "run-ended", verdict, durationMs: Date.now() - began },
      failure: verdict === "pass" ? null : { code: "no-link", attempts: 3, heard: 0 },
    });
  say({ kind: "run-started", chip: "bk7231n", recipe: "bench", port: `/dev/serial/${fixture}` });
  for (const [step, ms] of STEPS) {
    if (signal.aborted) return;
    say({ kind: "step-started", step });
    for (let done = 0; done < ms && !signal.aborted; done += PROGRESS_MS) {
      await pause(PROGRESS_MS, signal);
      say({ kind: "step-progress", step, done: done + PROGRESS_MS, total: ms });
    }
    if (step === "link" && number % FAILS_EVERY === 0) return end("fail");
    say({ kind: "step-passed", step, durationMs: ms, bytes: 0 });
  }
  end("pass");
};

const now = (): string => new Date().toISOString();

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
