import type { Clock } from "../../libs/clock/clock.ts";
import type { StepName } from "../../libs/failure/step-name.ts";
import type { ConnectedFixture } from "../../libs/simulator/connect-virtual-fixture.ts";
import type { StationTroubleName, Trouble } from "./chaos-case.ts";
import type { MemoryBackup } from "./memory-backup.ts";
import type { Trace } from "./wire-tap.ts";

/** What can be done to a run from the station's side. */
export interface StationParts {
  readonly clock: Clock;
  readonly fixture: ConnectedFixture;
  readonly backup: MemoryBackup;
  /** Aborted as the operator does it. */
  readonly stop: AbortController;
  readonly trace: Trace;
}

/** Makes the troubles of the station's side happen at their moments, and keeps what happened. */
export class StationTroubles {
  readonly #troubles: readonly Trouble[];
  readonly #parts: StationParts;
  readonly #fired = new Map<StationTroubleName, StepName>();
  #step: StepName = "prepare";
  #isOver = false;

  constructor(troubles: readonly Trouble[], parts: StationParts) {
    this.#troubles = troubles;
    this.#parts = parts;
  }

  /** What came about, with the step it fell into. */
  get fired(): ReadonlyMap<StationTroubleName, StepName> {
    return this.#fired;
  }

  /** A step of the run begins. */
  begin(step: StepName): void {
    this.#step = step;
    for (const trouble of this.#troubles) {
      if (trouble.kind !== "station" || trouble.step !== step) continue;
      this.#parts.clock.after(trouble.afterMs, () => this.#fire(trouble.name));
    }
  }

  /** The run is over: what has not happened by now is not part of it. */
  end(): void {
    this.#isOver = true;
  }

  #fire(name: StationTroubleName): void {
    if (this.#isOver) return;
    const { fixture, backup, stop, trace } = this.#parts;
    trace(`!! ${name}`);
    this.#fired.set(name, this.#step);
    switch (name) {
      case "adapter-unplugged":
        fixture.flashLink?.unplug();
        break;
      case "adapter-hung":
        fixture.flashLink?.hang();
        break;
      case "log-unplugged":
        fixture.logLink?.unplug();
        break;
      case "log-hung":
        fixture.logLink?.hang();
        break;
      case "relay-stuck":
        fixture.breakRelay("stuck");
        break;
      case "disk-full":
        backup.fill();
        break;
      case "operator-abort":
        stop.abort("operator");
        break;
    }
  }
}
