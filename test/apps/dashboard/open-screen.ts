import { Console } from "node:console";
import { expect, onTestFinished } from "vitest";
import { chooseLook } from "../../../apps/dashboard/choose-look.ts";
import type {
  DashboardSource,
  LineListener,
  SourceHealth,
} from "../../../apps/dashboard/dashboard-source.ts";
import type { Role } from "../../../apps/dashboard/key-state.ts";
import { runDashboard } from "../../../apps/dashboard/run-dashboard.tsx";
import type { Colours } from "../../../libs/jig/colours-schema.ts";
import type { Sounds } from "../../../libs/jig/sounds-schema.ts";
import type { LineState } from "../../../libs/station/line-state.ts";
import type { OperatorCommand, StationEvent } from "../../../libs/station/station-event.ts";
import { START } from "../../libs/station/events.ts";
import { HandClock } from "../../support/hand-clock.ts";
import { FakeTerminal } from "./fake-terminal.ts";

// The runner's console lacks what Ink needs to keep stray output off the screen.
console.Console = Console;

/** A line that tells what the test says, and remembers what it was asked. */
export class ToldLine implements DashboardSource {
  readonly commands: OperatorCommand[] = [];
  readonly #listeners = new Set<LineListener>();
  state: SourceHealth = "connected";

  subscribe(listener: LineListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  send(command: OperatorCommand): void {
    this.commands.push(command);
  }

  health(): SourceHealth {
    return this.state;
  }

  tell(...events: readonly StationEvent[]): void {
    for (const event of events) for (const listener of this.#listeners) listener.onEvent(event);
  }

  tellSnapshot(line: LineState): void {
    for (const listener of this.#listeners) listener.onSnapshot(line);
  }

  tellUnheard(text: string): void {
    for (const listener of this.#listeners) listener.onUnheard?.(text);
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}

/** What a test may choose. */
export interface ScreenOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly role?: Role;
  /** Seconds after the start of the tests' events. */
  readonly second?: number;
  readonly colours?: Colours;
  readonly sounds?: Sounds;
  readonly env?: Readonly<Record<string, string>>;
}

/** A whole dashboard on an emulated terminal, its time moved by hand. */
export const openScreen = ({
  columns = 80,
  rows = 24,
  second = 0,
  role = "operate",
  env = { TERM: "xterm-256color", LANG: "C.UTF-8" },
  colours = "blue-orange",
  sounds = { pass: "on", fail: "on", stop: "on" },
}: ScreenOptions = {}) => {
  const terminal = new FakeTerminal(columns, rows);
  const source = new ToldLine();
  const clock = new HandClock(START + second * 1000);
  const ending = new AbortController();
  const done = runDashboard({
    ...{ source, clock, role, sounds, dataFolder: "data" },
    ...{ look: chooseLook(env, colours), limits: { amber: 95, red: 90 } },
    ...{ stdout: terminal.stdout, stdin: terminal.stdin },
    signal: ending.signal,
  });
  onTestFinished(() => {
    ending.abort();
    return done;
  });
  const shows = (text: string | RegExp): Promise<void> =>
    expect.poll(() => terminal.text(), { interval: 5, timeout: 10_000 }).toMatch(text);
  const tell = (...events: readonly StationEvent[]): void => {
    source.tell(...events);
    clock.advance(250);
  };
  return { terminal, source, clock, ending, done, shows, tell };
};
