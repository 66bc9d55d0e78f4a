import { readableText } from "../boot/readable-text.ts";
import type { Clock } from "../clock/clock.ts";
import { printable } from "../failure/printable.ts";

/** Between two tellings: at most 4 a second. */
const EVERY_MS = 250;
/** Most lines told at once; of more said meanwhile the last. */
const MOST_LINES = 20;
const LONGEST_LINE = 120;
/** A log may never end a line: longer ones are told in pieces, as bytes. */
const LONGEST_PIECE = 256;

/**
 * Cuts a log into lines for people who watch, and tells them in batches: escaped, bounded, now and
 * then. What is lost of it is in the record.
 */
export class LogLines implements Disposable {
  readonly #clock: Clock;
  readonly #tell: (lines: readonly string[]) => void;
  #line = "";
  #lines: readonly string[] = [];
  #timer: Disposable | undefined;

  constructor(clock: Clock, tell: (lines: readonly string[]) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Takes what the log said next, one character per byte. */
  push(text: string): void {
    for (const part of text.split(/(?<=[\r\n])/)) {
      this.#line += part;
      if (/[\r\n]$/.test(part) || this.#line.length >= LONGEST_PIECE) this.#endLine();
    }
    if (this.#lines.length > 0) this.#timer ??= this.#clock.after(EVERY_MS, () => this.#flush());
  }

  /** Tells what is left, a line without its end included. */
  [Symbol.dispose](): void {
    this.#endLine();
    this.#timer?.[Symbol.dispose]();
    this.#flush();
  }

  #endLine(): void {
    const line = this.#line.slice(0, LONGEST_PIECE).trim();
    this.#line = "";
    if (line === "") return;
    const shown = printable(readableText(line), LONGEST_LINE);
    this.#lines = [...this.#lines, shown].slice(-MOST_LINES);
  }

  #flush(): void {
    this.#timer = undefined;
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length > 0) this.#tell(lines);
  }
}
