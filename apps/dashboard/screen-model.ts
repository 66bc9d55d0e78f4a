import type { Clock } from "../../libs/clock/clock.ts";
import { emptyLine, type LineState, reduceLine } from "../../libs/station/line-state.ts";
import type { DashboardSource } from "./dashboard-source.ts";
import { type ScreenContent, situationOf, type TerminalSize } from "./draw-screen.ts";
import type { KeyPress } from "./key-press.ts";
import { type KeyState, NO_KEYS, pressKey, type Role } from "./key-state.ts";

/** Four frames a second: more costs a core with 64 fixtures and tells the eye nothing. */
const FRAME_MS = 250;

/**
 * What the screen shows, between the line and Ink: gathers events and hands them on four times a
 * second; keys take effect at once.
 */
export class ScreenModel implements Disposable {
  readonly #source: DashboardSource;
  readonly #clock: Clock;
  readonly #role: Role;
  readonly #subscription: Disposable;
  readonly #listeners = new Set<() => void>();
  #timer: Disposable | undefined;
  #line: LineState = emptyLine();
  #keys: KeyState = NO_KEYS;
  #content: ScreenContent;

  constructor(source: DashboardSource, clock: Clock, role: Role) {
    this.#source = source;
    this.#clock = clock;
    this.#role = role;
    this.#content = this.#gather();
    this.#subscription = source.subscribe({
      onSnapshot: (line) => {
        this.#line = line;
      },
      onEvent: (event) => {
        this.#line = reduceLine(this.#line, event);
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
    const situation = situationOf(this.#line, this.#role, size);
    const { state, commands } = pressKey(this.#keys, press, situation);
    this.#keys = state;
    for (const command of commands) this.#source.send(command);
    this.#publish();
  };

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#subscription[Symbol.dispose]();
    this.#listeners.clear();
  }

  #gather(): ScreenContent {
    const now = this.#clock.date().getTime();
    return { line: this.#line, keys: this.#keys, health: this.#source.health(), now };
  }

  #publish(): void {
    this.#content = this.#gather();
    for (const listener of this.#listeners) listener();
  }

  #tick(): void {
    this.#timer = this.#clock.after(FRAME_MS, () => {
      this.#publish();
      this.#tick();
    });
  }
}
