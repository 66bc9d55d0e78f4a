import { hexAddress } from "../bytes/hex.ts";
import type { Clock } from "../clock/clock.ts";
import type { StepName } from "../failure/step-name.ts";
import type { Progress } from "../flasher/progress.ts";
import type { RecoveryKind } from "../flasher/recovery.ts";
import type { RunHappening } from "./run-event.ts";
import type { RecoveryRecord, StepRecord } from "./run-record.ts";

/** Places of recoveries that the notes tell; all are counted. */
const PLACES_TOLD = 8;

/** Keeps the books of one run: which steps began, how long they took, what was put right. */
export class RunTracker {
  readonly steps: StepRecord[] = [];
  readonly notes: string[] = [];
  readonly #recoveries = new Map<string, RecoveryRecord>();
  #placesTold = 0;
  #current: StepName = "prepare";
  readonly #clock: Clock;
  readonly #report: (happening: RunHappening) => void;

  constructor(clock: Clock, report: (happening: RunHappening) => void) {
    this.#clock = clock;
    this.#report = report;
  }

  /** The step under way, or the last one. */
  get current(): StepName {
    return this.#current;
  }

  /** What was put right so far, by step and kind. */
  get recoveries(): readonly RecoveryRecord[] {
    return [...this.#recoveries.values()];
  }

  /** Does one step of the run; its record is kept whether it passes or throws. */
  async step<T>(step: StepName, work: (progress: Progress) => Promise<T>): Promise<T> {
    const startedAt = this.#clock.date().toISOString();
    const began = this.#clock.now();
    let bytes = 0;
    let retries = 0;
    this.#current = step;
    this.#report({ kind: "step-started", step });
    const keep = (): StepRecord => {
      const durationMs = Math.round(this.#clock.now() - began);
      const record = { step, startedAt, durationMs, bytes, retries };
      this.steps.push(record);
      return record;
    };
    try {
      const result = await work({
        step,
        bytes: (done, total) => {
          bytes = done;
          this.#report({ kind: "step-progress", step, done, total });
        },
        recovered: (kind, address) => {
          retries += 1;
          this.#count(step, kind, address);
        },
        note: (text) => this.note(text),
      });
      const { durationMs } = keep();
      this.#report({ kind: "step-passed", step, durationMs, bytes });
      return result;
    } catch (error) {
      keep();
      throw error;
    }
  }

  /** Something the record should show though the run goes on. */
  note(text: string): void {
    this.notes.push(text);
    this.#report({ kind: "note", text });
  }

  #count(step: StepName, kind: RecoveryKind, address: number | undefined): void {
    const key = `${step} ${kind}`;
    const count = (this.#recoveries.get(key)?.count ?? 0) + 1;
    this.#recoveries.set(key, { step, kind, count });
    if (address === undefined || this.#placesTold === PLACES_TOLD) return;
    this.#placesTold += 1;
    this.note(`${step}: ${kind} at ${hexAddress(address)}`);
  }
}
