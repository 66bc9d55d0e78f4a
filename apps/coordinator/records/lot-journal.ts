import type { Twins } from "../../../libs/figures/twins.ts";
import { tellTwins } from "../../../libs/figures/twins-words.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import type { JournalGate } from "../../../libs/journal/journal-gate.ts";
import { headText } from "../../../libs/journal/journal-head.ts";
import type { LineDecision } from "../../../libs/journal/line-decision.ts";
import { noteToldHead } from "../../../libs/journal/told-heads.ts";
import { readTwins } from "../../../libs/report/read-twins.ts";
import { tellOtherBoard } from "../../../libs/run/other-board.ts";
import { ownMacOf } from "../../../libs/run/own-mac-of.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";

/** How long a line that was stopped waits for records that cannot be written, in ms. */
const ABANDON_MS = 4000;

/** How a lot's journal is used. */
export interface LotJournalParts {
  readonly journal: Journal;
  readonly gate: Pick<JournalGate, "keep" | "note">;
  /** Aborted when the line is to stop. */
  readonly signal: AbortSignal;
  readonly warn: (text: string) => void;
}

/** A lot's journal, whose trouble ends no line: what it does not take is kept and tried again. */
export class LotJournal implements Disposable {
  readonly #parts: LotJournalParts;
  readonly #journal: Journal;
  readonly #abandon = new AbortController();
  /** By run. */
  readonly #unwritten = new Map<string, RunRecord>();
  readonly #writing = new Set<Promise<void>>();

  constructor(parts: LotJournalParts) {
    this.#parts = parts;
    this.#journal = parts.journal;
    parts.signal.addEventListener("abort", this.#hurry);
    if (parts.signal.aborted) this.#hurry();
  }

  /** A worker of this host has it in this journal already; one of another host brings it. Durable at return if it can be. */
  keep(record: RunRecord): void {
    this.#unwritten.set(record.run, record);
    this.#begin(() => {
      this.#journal.endRun(record);
      this.#unwritten.delete(record.run);
    });
  }

  /** What was decided of a fixture or the line, as durable as a record. */
  note(decision: LineDecision): void {
    this.#begin(() => this.#journal.noteDecision(decision));
  }

  /** Waits until all that was given is written; not long in a line that was stopped. Returns what is not. */
  async settle(): Promise<readonly RunRecord[]> {
    await Promise.all(this.#writing);
    return [...this.#unwritten.values()];
  }

  [Symbol.dispose](): void {
    this.#parts.signal.removeEventListener("abort", this.#hurry);
    this.#abandon.abort();
  }

  /** A run that was sent was surely not begun. Where that cannot be written, the next sitting finds it out. */
  letGo(run: string): void {
    try {
      this.#journal.sent.letGo({ run, why: "never-began", at: new Date().toISOString() });
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      this.#parts.gate.note(error);
    }
  }

  /** A run's record, if there is one and it can be read. */
  recordOf(run: string): RunRecord | undefined {
    return this.#orWarn(() => this.#journal.record(run));
  }

  /** Whether a worker that writes this journal has begun the run; undefined where it does not say. */
  isBegun(run: string): boolean | undefined {
    return this.#orWarn(() => this.#journal.startOf(run) !== undefined);
  }

  /**
   * What makes a kept record's board doubtful, as sentences. Each worker looks into its own host's
   * journal before it erases; only here the records of all hosts come together.
   */
  doubtsOf(record: RunRecord): readonly string[] {
    const { run, lot, serial, verdict } = record;
    const mac = ownMacOf(record);
    if (mac === null) return [];
    const doubts = this.#orWarn(() => {
      const other = tellOtherBoard(mac, this.#journal.passedMacs(serial, run));
      const twins = verdict === "pass" ? readTwins(this.#journal, { lot, mac }) : [];
      const own = twins.filter(({ runs }) => runs.includes(run));
      return [
        ...(other === undefined ? [] : [`${serial} ${other}. Check its label.`]),
        ...own.map(tellTwins),
      ];
    });
    return doubts ?? [];
  }

  /** The lot's twins as they stand now; undefined if that cannot be read. */
  twinsOf(lot: string): readonly Twins[] | undefined {
    return this.#orWarn(() => readTwins(this.#journal, { lot }));
  }

  /** The journal's head, to be told now: the data folder remembers that it was. */
  headToTell(dataDir: string): string | undefined {
    return this.#orWarn(() => {
      const head = this.#journal.head();
      noteToldHead(dataDir, this.#journal, head);
      return headText(head);
    });
  }

  readonly #hurry = (): void => {
    setTimeout(() => this.#abandon.abort(), ABANDON_MS).unref();
  };

  #begin(write: () => void): void {
    const written = this.#write(write);
    this.#writing.add(written);
    void written.finally(() => this.#writing.delete(written));
  }

  async #write(write: () => void): Promise<void> {
    try {
      await this.#parts.gate.keep(write, this.#abandon.signal);
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
    }
  }

  #orWarn<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      this.#parts.gate.note(error);
      this.#parts.warn(`The journal cannot be read: ${error.message}`);
      return undefined;
    }
  }
}
