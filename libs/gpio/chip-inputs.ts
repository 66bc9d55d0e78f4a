import type { Clock } from "../clock/clock.ts";
import { explainToolError } from "./explain-tool-error.ts";
import { type GpioChip, readCommand } from "./gpiod-commands.ts";
import { runTool } from "./run-tool.ts";

/** A level this old is still one of now, for switches that people move. */
const FRESH_MS = 50;

interface Reading {
  readonly at: number;
  readonly lines: ReadonlySet<number>;
  readonly levels: Promise<ReadonlyMap<number, 0 | 1>>;
}

/**
 * The input lines that this process has on one chip. Each reading costs a process, so all lines are
 * read together, and whoever asks within 50 ms shares the answer.
 */
export class ChipInputs {
  readonly #chip: GpioChip;
  readonly #clock: Clock;
  readonly #lines = new Set<number>();
  #reading: Reading | undefined;

  constructor(chip: GpioChip, clock: Clock) {
    this.#chip = chip;
    this.#clock = clock;
  }

  /** Reads a line by itself, and with the others from now on. Rejects if it cannot be read. */
  async add(line: number): Promise<void> {
    await this.#read([line]);
    this.#lines.add(line);
  }

  /** Forgets a line; returns how many are left. */
  remove(line: number): number {
    this.#lines.delete(line);
    return this.#lines.size;
  }

  /** The wire's level. Rejects with an `Error` that says what to mend. */
  async level(line: number): Promise<0 | 1> {
    const levels = await this.#readAll(line).catch(() => this.#read([line]));
    return levels.get(line) === 1 ? 1 : 0;
  }

  /** One line that fails must not take the others along: their owners read them by themselves. */
  #readAll(line: number): Promise<ReadonlyMap<number, 0 | 1>> {
    const now = this.#clock.now();
    const last = this.#reading;
    if (last !== undefined && now - last.at < FRESH_MS && last.lines.has(line)) return last.levels;
    const lines = new Set([...this.#lines, line]);
    const levels = this.#read([...lines]);
    this.#reading = { at: now, lines, levels };
    return levels;
  }

  async #read(lines: readonly number[]): Promise<ReadonlyMap<number, 0 | 1>> {
    const { succeeded, stdout, stderr } = await runTool(readCommand(this.#chip, lines));
    if (!succeeded) throw new Error(explainToolError(stderr));
    const words = stdout.trim().split(/\s+/);
    if (words.length !== lines.length || !words.every((word) => word === "0" || word === "1")) {
      throw new Error(`gpioget tells no levels: ${stdout.trim()}`);
    }
    return new Map(lines.map((line, index) => [line, words[index] === "1" ? 1 : 0]));
  }
}
