import { createInterface } from "node:readline/promises";

/** Asks the operator at the terminal to do something, and waits for Enter. Rejects when `signal` is aborted. */
export const askDone = async (instruction: string, signal: AbortSignal): Promise<void> => {
  // As a terminal it would keep Ctrl-C for itself, which has to stop the process.
  const lines = { input: process.stdin, output: process.stderr, terminal: false };
  const terminal = createInterface(lines);
  try {
    await terminal.question(`${instruction} Then press Enter. `, { signal });
  } finally {
    terminal.close();
  }
};
