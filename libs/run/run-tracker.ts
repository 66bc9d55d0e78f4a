import type { Clock } from "../clock/clock.ts";
import type { StepName } from "../failure/step-name.ts";
import type { Progress } from "../flasher/progress.ts";
import type { RunHappening } from "./run-event.ts";
import type { StepRecord } from "./run-record.ts";

/** Keeps the books of one run: which steps began, how long they took, what was repeated. */
export class RunTracker {
  readonly steps: StepRecord[] = [];
  readonly notes: string[] = [];
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
        bytes: (done, total) => {
          bytes = done;
          this.#report({ kind: "step-progress", step, done, total });
        },
        retried: () => {
          retries += 1;
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
}
