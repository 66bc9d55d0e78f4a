import { printable } from "../../libs/failure/printable.ts";
import { StepError } from "../../libs/failure/step-error.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { PortError } from "../../libs/link/serial-link.ts";
import { endProcess } from "../../libs/process/end-process.ts";

/** What the command line's exit codes mean (README, "Exit codes"). */
export const EXIT = { ok: 0, boards: 1, input: 2, station: 3, stopped: 130 } as const;

/** Lets an exception that nobody catches end the process with `EXIT.station`: Node's own code for it means bad boards here. */
export const countCrashAsStationFailure = (): void => {
  process.on("uncaughtExceptionMonitor", () => {
    process.once("exit", () => {
      process.exitCode = EXIT.station;
    });
  });
};

/** A process with nothing left to do is gone by then. */
const LAST_WORDS_MS = 1000;

/**
 * Ends this process, with the exit code it has, if it is still there when its command is done and all is
 * said: what holds it then is a port's call that never comes back.
 */
export const leaveWhenSaid = (): void => {
  const timer = setInterval(() => {
    const isSaid = [process.stdout, process.stderr].every(
      ({ writableLength, destroyed }) => writableLength === 0 || destroyed,
    );
    if (isSaid) endProcess(Number(process.exitCode ?? EXIT.ok));
  }, LAST_WORDS_MS);
  timer.unref();
};

/** Says on stderr what went wrong: one line, no stack. `FLASHLINE_DEBUG=1` adds the stack. */
export const reportTrouble = async (error: unknown): Promise<void> => {
  const text = await wordsOf(error);
  const expected = error instanceof InputError ? "" : "station error: ";
  process.stderr.write(`flashline: ${expected}${printable(text, 2000)}\n`);
  if (process.env.FLASHLINE_DEBUG === "1" && error instanceof Error) {
    process.stderr.write(`${error.stack ?? ""}\n`);
  }
};

/** Where a failure's message is no more than its code, it tells nobody what to mend. */
const wordsOf = async (error: unknown): Promise<string> => {
  const isBareCode = error instanceof StepError && error.message === error.failure.code;
  if (isBareCode || error instanceof PortError) {
    const { explainToEngineer } = await import("../../libs/failure/explain.ts");
    const { failureOf } = await import("../../libs/fixture/failure-of.ts");
    return explainToEngineer(failureOf(error));
  }
  return error instanceof Error ? error.message : String(error);
};

/** A complaint about the command line, which it quotes as it came, begun as all of ours and fit for a terminal. Lines stay lines. */
export const formComplaint = (text: string): string =>
  text
    .replace(/^error: /, "flashline: ")
    .replace(
      /command-argument value ('.*') is invalid for argument '(\w+)'/s,
      "$1 is invalid for <$2>",
    )
    .split("\n")
    .map((line) => printable(line))
    .join("\n");
