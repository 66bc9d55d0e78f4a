import type { Clock } from "../../libs/clock/clock.ts";
import { drawProgress } from "./draw-progress.ts";

/** Where lines for people go. */
export interface PeopleStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A terminal is drawn on so often; elsewhere a line comes with each tenth. */
const DRAW_EVERY_MS = 250;
const TENTHS = 10;
const CLEAR = "\r\x1b[K";

/** Lines that begin with a name, and below them on a terminal one that is drawn over and over. */
export class StatusLine {
  readonly #stream: PeopleStream;
  readonly #name: string;
  readonly #clock: Clock;
  #isDrawn = false;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #tenth = 0;
  #title = "";
  #began = { done: 0, at: 0 };

  constructor(stream: PeopleStream, name: string, clock: Clock) {
    this.#stream = stream;
    this.#name = name;
    this.#clock = clock;
  }

  /** Writes a line that stays. */
  line(text: string): void {
    this.#stream.write(`${this.#isDrawn ? CLEAR : ""}${this.#name} ${text}\n`);
    this.#isDrawn = false;
  }

  /** Draws over what was drawn last; nothing where there is no terminal. */
  draw(text: string): void {
    if (this.#stream.isTTY !== true) return;
    this.#stream.write(`${CLEAR}${this.#name} ${text}`);
    this.#isDrawn = true;
  }

  /** Rates are counted from now on; `done` bytes were there before. `title` stands before the bar. */
  begin(done: number, title = ""): void {
    this.#title = title;
    this.#began = { done, at: this.#clock.now() };
    this.#tenth = 0;
  }

  /** How far it is: drawn, or a line now and then. */
  progress(done: number, total: number): void {
    const now = this.#clock.now();
    const tenth = Math.floor((done / total) * TENTHS);
    const isDue =
      this.#stream.isTTY === true
        ? now - this.#drawnAt >= DRAW_EVERY_MS || done === total
        : tenth > this.#tenth;
    if (!isDue) return;
    this.#drawnAt = now;
    this.#tenth = tenth;
    const { done: before, at } = this.#began;
    const text = this.#title + drawProgress({ done, total, fresh: done - before, ms: now - at });
    if (this.#stream.isTTY === true) this.draw(text);
    else this.line(text);
  }
}
