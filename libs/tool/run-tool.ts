import { printable } from "../failure/printable.ts";
import { InputError } from "../input/input-error.ts";

/** What a developers' program came to, as its exit code says it: 0 or 1. */
export type ToolEnd = "sound" | "violated";

/** Writes a line of what a developers' program found. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Writes a line for who waits; no part of what was found. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Runs a developers' program up to its exit code: 0 sound, 1 violated or broken down, 2 asked for in
 * words it does not know (`InputError`), 130 stopped by SIGINT or SIGTERM, which abort the signal.
 */
export const runTool = async (
  name: string,
  work: (signal: AbortSignal) => Promise<ToolEnd>,
): Promise<void> => {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  try {
    const end = await work(stop.signal);
    process.exitCode = end === "sound" ? 0 : 1;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // What was asked for in wrong words names the program itself, as its place.
    say(error instanceof InputError ? text : `${name}: ${printable(text, 2000)}`);
    process.exitCode = error instanceof InputError ? 2 : 1;
  }
  if (stop.signal.aborted) process.exitCode = 130;
};
