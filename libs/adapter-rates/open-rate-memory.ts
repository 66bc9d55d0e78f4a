import type { Clock } from "../clock/clock.ts";
import type { AdapterMemory } from "../run/adapter-memory.ts";
import { rateFileOf, readRateFile, writeRateFile } from "./rate-file.ts";
import { adviseRate, learnRates } from "./rate-knowledge.ts";

/** What a memory needs from its process. */
export interface RateMemoryOptions {
  readonly dataDir: string;
  /** Its calendar dates what is learned. */
  readonly clock: Clock;
  /** For people: what could not be kept. */
  readonly onTrouble: (text: string) => void;
}

/**
 * The memory of the adapters of this station, by port as records name it. Every look is at the file:
 * what a person deletes is forgotten at once. A port has one owner at a time, so nothing is locked.
 */
export const openRateMemory =
  ({ dataDir, clock, onTrouble }: RateMemoryOptions): ((port: string) => AdapterMemory) =>
  (port) => {
    const path = rateFileOf(dataDir, port);
    return {
      advise: (wanted) => adviseRate(readRateFile(path), wanted, clock.date()),
      learn: (experience) => {
        const before = readRateFile(path);
        const after = learnRates(before, experience, clock.date());
        if (JSON.stringify(after) === JSON.stringify(before)) return;
        try {
          writeRateFile(path, port, after);
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          onTrouble(`What was learned of ${port} is not kept: ${reason}`);
        }
      },
    };
  };
