import type { Clock } from "../../libs/clock/clock.ts";
import { emptyLine, type LineState, reduceLine } from "../../libs/station/line-state.ts";
import { commandRefusalWords, scanRefusalWords } from "../../libs/station/refusal-words.ts";
import type { OperatorCommand, StationEvent } from "../../libs/station/station-event.ts";
import type { DashboardSource } from "./dashboard-source.ts";
import { type ScreenContent, situationOf, type TerminalSize } from "./draw-screen.ts";
import { KEY_ALONE_MS, SCAN_GAP_MS } from "./entry.ts";
import type { KeyPress } from "./key-press.ts";
import { type KeyEffect, type KeyState, NO_KEYS, type Role } from "./key-state.ts";
import { heldLetter, pressKey, settleKeys } from "./press-key.ts";
import { shownResults } from "./shown-results.ts";

/** Four frames a second: more costs a core with 64 fixtures and tells the eye nothing. */
const FRAME_MS = 250;

/** How long an answer stands, unless another scan or key asks something before. */
const ANSWER_MS = 10_000;

/** What the line answers to a scan or key that it does not heed. */
const answerOf = (event: StationEvent): string | undefined => {
  if (event.kind === "scan-refused") return scanRefusalWords(event);
  if (event.kind !== "command-refused") return undefined;
  const words = commandRefusalWords(event);
  return event.fixture === undefined ? words : `${event.fixture}: ${words}`;
};

/** A key means what was on the screen: the line may be a frame ahead of it. */
const knowing = (command: OperatorCommand, shown: readonly string[]): OperatorCommand =>
  command.kind === "start" && command.fixture === undefined ? { ...command, shown } : command;

/**
 * What the screen shows, between the line and Ink: gathers events and hands them on four times a
 * second; keys, and what they are answered, take effect at once.
 */
export class ScreenModel implements Disposable {
  readonly #source: DashboardSource;
  readonly #clock: Clock;
  readonly #role: Role;
  readonly #subscription: Disposable;
  readonly #listeners = new Set<() => void>();
  #timer: Disposable | undefined;
  #settling: Disposable | undefined;
  #line: LineState = emptyLine();
  #keys: KeyState = NO_KEYS;
  #answer: { readonly text: string; readonly untilMs: number } | undefined;
  #heardMs: number;
  /** How long this process was last held up, and when that was over. */
  #heldUp = { ms: 0, endedMs: Number.NEGATIVE_INFINITY };
  #content: ScreenContent;

  constructor(source: DashboardSource, clock: Clock, role: Role) {
    this.#source = source;
    this.#clock = clock;
    this.#role = role;
    this.#heardMs = clock.date().getTime();
    this.#content = this.#gather();
    this.#subscription = source.subscribe({
      onSnapshot: (line) => {
        this.#line = line;
      },
      onEvent: (event) => this.#hear(event),
      onUnheard: (text) => {
        this.#keys = { ...this.#keys, stop: "no" };
        this.#say(text);
      },
    });
    this.#tick();
  }

  /** What to show; the same object until something changed. */
  readonly content = (): ScreenContent => this.#content;

  /** Calls `listener` when the content has changed; returns what ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A key was pressed while the screen had this size. */
  readonly press = (press: KeyPress, size: TerminalSize): void => {
    this.#settling?.[Symbol.dispose]();
    const situation = situationOf(this.#content.line, this.#role, size);
    const shown = shownResults(this.#content, size);
    this.#take(pressKey(this.#keys, press, situation, this.#arrivalOf(press)), shown);
    if (heldLetter(this.#keys) !== undefined) this.#settleLater(size);
  };

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#settling?.[Symbol.dispose]();
    this.#subscription[Symbol.dispose]();
    this.#listeners.clear();
  }

  /**
   * When a press may have come: what comes while the process is held up is read right after that. A scan
   * must not be cut in two by it; an Enter counts as late as it was read.
   */
  #arrivalOf({ kind }: KeyPress): number {
    const now = this.#clock.now();
    const { ms, endedMs } = this.#heldUp;
    return kind === "text" && now - endedMs <= SCAN_GAP_MS ? now - ms : now;
  }

  #settleLater(size: TerminalSize): void {
    const settle = (): void => {
      this.#settling = undefined;
      const situation = situationOf(this.#content.line, this.#role, size);
      this.#take(settleKeys(this.#keys, situation), shownResults(this.#content, size));
    };
    this.#settling = this.#clock.after(KEY_ALONE_MS, () => {
      // A process that was held up has the next character waiting: it is read before this is due.
      this.#settling = this.#clock.after(0, settle);
    });
  }

  #take({ state, commands, say }: KeyEffect, shown: readonly string[]): void {
    this.#keys = state;
    if (commands.length > 0) this.#answer = undefined;
    for (const command of commands) this.#source.send(knowing(command, shown));
    if (say === null) this.#publish();
    else this.#say(say);
  }

  #hear(event: StationEvent): void {
    this.#line = reduceLine(this.#line, event);
    const answer = answerOf(event);
    if (answer !== undefined && this.#role === "operate") this.#say(answer);
  }

  #say(text: string): void {
    this.#answer = { text, untilMs: this.#clock.now() + ANSWER_MS };
    this.#publish();
  }

  #gather(): ScreenContent {
    const now = this.#clock.date().getTime();
    if (this.#answer !== undefined && this.#answer.untilMs <= this.#clock.now()) {
      this.#answer = undefined;
    }
    const health = this.#source.health();
    if (health === "connected") this.#heardMs = now;
    return {
      line: this.#line,
      keys: this.#keys,
      answer: this.#answer?.text ?? null,
      health,
      now,
      heardMs: this.#heardMs,
    };
  }

  #publish(): void {
    this.#content = this.#gather();
    for (const listener of this.#listeners) listener();
  }

  #tick(): void {
    const dueMs = this.#clock.now() + FRAME_MS;
    this.#timer = this.#clock.after(FRAME_MS, () => {
      const endedMs = this.#clock.now();
      this.#heldUp = { ms: endedMs - dueMs, endedMs };
      this.#publish();
      this.#tick();
    });
  }
}
