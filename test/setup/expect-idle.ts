import { setImmediate } from "node:timers/promises";
import { afterAll } from "vitest";

/** Turns that what still winds down may take: a board that falls silent, a port that is closed. */
const TURNS_AT_MOST = 20_000;

/**
 * Virtual time runs as long as anybody waits for it: a board left to start over and over, or a line kept awake,
 * takes a whole core from all files that follow in its worker.
 */
afterAll(async () => {
  for (let turn = 0; turn < TURNS_AT_MOST; turn += 1) {
    if (!process.getActiveResourcesInfo().includes("Immediate")) return;
    await setImmediate();
  }
  throw new Error("Something is left that never ends: switch boards off, dispose of lines.");
});
