import { resolve } from "node:path";
import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import type { Workplace } from "./run-flashline.ts";
import { until } from "./until.ts";

const PROGRAM = resolve(import.meta.dirname, "../../bin/flashline");

/** Cells. */
interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A `flashline` command on a pseudo-terminal, and what a person before it sees and types. */
export class ProgramTerminal implements Disposable {
  readonly #pty: ReturnType<typeof spawn>;
  readonly #emulator: xterm.Terminal;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number>;

  constructor(place: Workplace, args: readonly string[], { columns, rows }: Size) {
    const { cwd, env } = place.surroundings();
    this.#emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#pty = spawn(PROGRAM, [...args], {
      ...{ name: "xterm-256color", cols: columns, rows, cwd },
      env: { ...env, LANG: "C.UTF-8" },
    });
    this.#pty.onData((text) => this.#emulator.write(text));
    this.ended = new Promise((end) => {
      this.#pty.onExit(({ exitCode }) => end(exitCode));
    });
  }

  /** What keys, a scanner or a paste send, in one go. */
  type(text: string): void {
    this.#pty.write(text);
  }

  resize({ columns, rows }: Size): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  get size(): Size {
    return { columns: this.#emulator.cols, rows: this.#emulator.rows };
  }

  /** The rows on the screen, blanks at their ends included. */
  rows(): readonly string[] {
    const { active } = this.#emulator.buffer;
    return Array.from(
      { length: this.#emulator.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString() ?? "",
    );
  }

  /** Lines that were pushed off the top of the screen. */
  scrolledOff(): number {
    return this.#emulator.buffer.active.baseY;
  }

  /** Waits until the screen, or what `read` makes of it, is as wanted. Rejects with the screen. */
  async shows(wanted: RegExp, read: () => string = () => this.words()): Promise<void> {
    try {
      await until(String(wanted), () => wanted.test(read()));
    } catch (error) {
      throw new Error(`${wanted} was never seen. On the screen:\n${this.rows().join("\n")}`, {
        cause: error,
      });
    }
  }

  /** The screen as one line of words: sentences that go on in the next row are whole. */
  words(): string {
    return this.rows().join(" ").replace(/\s+/g, " ");
  }

  [Symbol.dispose](): void {
    this.#pty.kill("SIGKILL");
    this.#emulator.dispose();
  }
}
