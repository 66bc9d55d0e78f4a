import type { Clock } from "../clock/clock.ts";
import { printable } from "../failure/printable.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardControl, FixtureSession, LogWire } from "../fixture/fixture.ts";
import { ChipLine } from "../flasher/chip-line.ts";
import { DownloadMode } from "../flasher/download-mode.ts";
import type { Findings } from "./findings.ts";
import { LogWatch } from "./log-watch.ts";
import type { RunOrder, RunSurroundings } from "./run-order.ts";
import type { RunTracker } from "./run-tracker.ts";

/** What exists before the ports of a run are open. */
export interface RunBeginning {
  readonly order: RunOrder;
  readonly clock: Clock;
  readonly surroundings: RunSurroundings;
  readonly tracker: RunTracker;
  readonly findings: Findings;
  /** Aborted by the operator or the worker. */
  readonly signal: AbortSignal;
}

/**
 * One run with its ports open: what its steps work with. Listens to the log port from the first
 * power-on on; disposed before the ports are closed.
 */
export class RunUnderWay implements Disposable {
  readonly order: RunOrder;
  readonly surroundings: RunSurroundings;
  readonly tracker: RunTracker;
  readonly findings: Findings;
  readonly signal: AbortSignal;
  readonly control: BoardControl;
  readonly line: ChipLine;
  readonly mode: DownloadMode;
  readonly log: LogWatch | undefined;
  readonly logWire: LogWire;
  readonly #restarted = new AbortController();

  constructor(beginning: RunBeginning, session: FixtureSession) {
    const { clock, signal } = beginning;
    this.order = beginning.order;
    this.surroundings = beginning.surroundings;
    this.tracker = beginning.tracker;
    this.findings = beginning.findings;
    this.signal = signal;
    this.control = session.control;
    const either = AbortSignal.any([signal, this.#restarted.signal]);
    this.line = new ChipLine(session.flash, clock, either);
    this.mode = new DownloadMode(this.line);
    this.logWire = session.logWire;
    // Between replies on the same wire only what belongs to none of them is log.
    const heardOn = session.logWire === "flash-port" ? this.line.noise : session.log;
    this.log = heardOn === undefined ? undefined : new LogWatch(heardOn, clock);
  }

  /** From now on a boot banner on the log port ends the run: nobody told the board to restart. */
  watchForRestart(): void {
    this.log?.watchForBanner((banner) =>
      this.#restarted.abort(
        new StepError({
          code: "board-restarted",
          step: this.tracker.current,
          banner: printable(banner),
        }),
      ),
    );
  }

  /** From now on the board may restart: we make it. */
  expectRestart(): void {
    this.log?.watchForBanner(undefined);
  }

  /** Ends the listening and takes down what it heard. */
  [Symbol.dispose](): void {
    this.findings.written = this.mode.bytesWritten;
    this.findings.log = this.log?.tail ?? "";
    this.log?.[Symbol.dispose]();
    this.line[Symbol.dispose]();
  }
}
