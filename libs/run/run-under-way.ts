import { bootReachOf } from "../boot/boot-log-reader.ts";
import type { Clock } from "../clock/clock.ts";
import { printable } from "../failure/printable.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardControl, FixtureSession, LogWire } from "../fixture/fixture.ts";
import { ChipLine } from "../flasher/chip-line.ts";
import { DownloadMode } from "../flasher/download-mode.ts";
import { portFailure } from "../link/port-failure.ts";
import type { SerialLink } from "../link/serial-link.ts";
import type { Findings } from "./findings.ts";
import { hearControl } from "./hear-control.ts";
import { LogLines } from "./log-lines.ts";
import { LogWatch } from "./log-watch.ts";
import { type Restart, RestartWatch } from "./restart-watch.ts";
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
  readonly #cutOff = new AbortController();
  readonly #lines: LogLines;
  readonly #owned = new DisposableStack();
  #watch: { readonly watch: RestartWatch; readonly following: Disposable } | undefined;

  constructor(beginning: RunBeginning, session: FixtureSession) {
    const { clock, signal } = beginning;
    this.order = beginning.order;
    this.surroundings = beginning.surroundings;
    this.tracker = beginning.tracker;
    this.findings = beginning.findings;
    this.signal = signal;
    const { ears } = beginning.surroundings;
    this.control = ears === undefined ? session.control : hearControl(session.control, clock, ears);
    const either = AbortSignal.any([signal, this.#cutOff.signal]);
    this.line = new ChipLine(session.flash, clock, either, ears);
    this.mode = new DownloadMode(this.line);
    this.logWire = session.logWire;
    // Between replies on the same wire only what belongs to none of them is log.
    const heardOn = session.logWire === "flash-port" ? this.line.noise : session.log;
    this.log = heardOn === undefined ? undefined : new LogWatch(heardOn, clock);
    this.#lines = new LogLines(clock, (lines) =>
      this.surroundings.report({ kind: "log-lines", lines }),
    );
    this.log?.follow((text) => this.#lines.push(text));
    if (ears !== undefined) this.log?.follow((text) => ears.logged(text));
    if (session.logWire === "own-port") this.#owned.use(this.#endWith(session.log));
  }

  /** From now on a start of the chip that its log port shows ends the run: nobody asked for it. */
  watchForRestart(): void {
    const { log } = this;
    if (log === undefined) return;
    this.expectRestart();
    const watch = new RestartWatch(this.line.clock, (restart) =>
      this.#cutOff.abort(this.#restartError(restart)),
    );
    this.#watch = { watch, following: log.follow((text) => watch.push(text)) };
  }

  /** From now on the board may restart: we make it. */
  expectRestart(): void {
    this.#watch?.following[Symbol.dispose]();
    this.#watch?.watch[Symbol.dispose]();
    this.#watch = undefined;
    this.log?.mark();
  }

  /**
   * An error of a step with what the log port knows of it: a link lost after it showed a restart was
   * lost by that, and a board that gives no answer may have been seen to start; silent on both ports, it
   * may be bricked.
   */
  blame(error: unknown): unknown {
    if (!(error instanceof StepError)) return error;
    const { failure } = error;
    const restart = this.#watch?.watch.restart;
    if (failure.code === "link-lost" && restart !== undefined) return this.#restartError(restart);
    if (failure.code !== "no-link" || this.log === undefined || this.logWire !== "own-port")
      return error;
    const log = bootReachOf(this.log.sinceMark);
    const { chip, identity } = this.order;
    const isBrick = chip.download.hasSpiMode && failure.heard === 0 && log === "nothing";
    const brick = isBrick ? { brickIn: identity.fixture } : {};
    return new StepError({ ...failure, log, ...brick }, { cause: error });
  }

  /** A board that cannot be heard is not to be trusted: a pulled log adapter ends the run as well. */
  #endWith(log: SerialLink | undefined): Disposable | undefined {
    return log?.onLost((error) =>
      this.#cutOff.abort(new StepError(portFailure(error), { cause: error })),
    );
  }

  #restartError({ banner, reset }: Restart): StepError {
    return new StepError({
      code: "board-restarted",
      step: this.tracker.current,
      banner: printable(banner),
      ...(reset === undefined ? {} : { reset }),
    });
  }

  /** Ends the listening and takes down what it heard. */
  [Symbol.dispose](): void {
    this.findings.written = this.mode.bytesWritten;
    this.findings.log = this.log?.tail ?? "";
    this.expectRestart();
    this.#owned.dispose();
    this.log?.[Symbol.dispose]();
    this.#lines[Symbol.dispose]();
    this.line[Symbol.dispose]();
  }
}
