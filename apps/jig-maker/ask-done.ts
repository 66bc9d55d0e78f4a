import { createInterface } from "node:readline/promises";

/** Asks the operator at the terminal to do something, and waits for Enter. Rejects when `signal` is aborted. */
export const askDone = async (instruction: string, signal: AbortSignal): Promise<void> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    await terminal.question(`${instruction} Then press Enter. `, { signal });
  } finally {
    terminal.close();
  }
};
