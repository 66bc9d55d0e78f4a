import type { ChipName } from "../../libs/chips/chip.ts";
import type { StepName } from "../../libs/failure/step-name.ts";

/** Kinds of processes that are struck. `everything`: all of the line at once, guards too, as when the plug is pulled. */
export const VICTIMS = [
  "worker",
  "coordinator",
  "dashboard",
  "redis",
  "redis-guard",
  "nest-guard",
  "everything",
] as const;

/** What is struck. */
export type Victim = (typeof VICTIMS)[number];

/**
 * `kill`: SIGKILL. `terminate`: SIGTERM. `stall`: SIGSTOP, and SIGCONT after a while. `wipe`: a shared Redis
 * is killed and comes back without its data.
 */
export type Blow =
  | { readonly kind: "kill" | "terminate" | "wipe" }
  | { readonly kind: "stall"; readonly ms: number };

/** After what a blow falls: an event of the lot's, or the start of its next sitting. */
export type Moment =
  | { readonly kind: "sitting" | "lot-started" | "run-started" | "run-ended" }
  | { readonly kind: "step-started" | "step-passed"; readonly step: StepName };

/** One blow: so many such moments are let pass after the one before, then it falls after a delay. */
export interface Strike {
  readonly moment: Moment;
  readonly passed: number;
  readonly delayMs: number;
  readonly victims: readonly Victim[];
  /** Which of several processes of a kind, counted round. */
  readonly which: number;
  readonly blow: Blow;
}

/**
 * Who does the runs. `private`: workers and Redis of `run`; `station`: a worker that lives by itself on a
 * shared Redis, with a data folder of its own; `mixed`: that one for some nests, workers of `run` for others.
 */
export type Layout = "private" | "station" | "mixed";

/** One nest and its board. */
export interface CrashNest {
  readonly id: string;
  readonly chip: ChipName;
  readonly faults: readonly string[];
}

/** A round: a lot on a small line, and what strikes it. */
export interface CrashCase {
  readonly seed: number;
  readonly number: number;
  readonly layout: Layout;
  readonly nests: readonly CrashNest[];
  readonly boards: number;
  /** Of wire and flash. */
  readonly speed: "fast" | "real";
  /** By what supplies are switched: a program for each movement, relay boards on serial ports, or the simulator's own socket. */
  readonly relays: "command" | "serial" | "socket";
  readonly dashboard: "watching" | "none";
  readonly strikes: readonly Strike[];
}
