import { isOwnMac, macForPeople } from "../../libs/bytes/mac.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { JournalError } from "../../libs/journal/journal-error.ts";
import { tellOtherBoard } from "../../libs/run/other-board.ts";
import type { RunRecord } from "../../libs/run/run-record.ts";

/** A lot's journal, whose trouble is told and ends no line. */
export class LotJournal {
  readonly #journal: Journal;
  readonly #warn: (text: string) => void;
  readonly #noteHealth: (health: "good" | "failing") => void;
  /** What it did not let be done when that was tried last: a full disk can still be read. */
  readonly #undone = new Set<"written" | "read">();

  constructor(
    journal: Journal,
    warn: (text: string) => void,
    noteHealth: (health: "good" | "failing") => void,
  ) {
    this.#journal = journal;
    this.#warn = warn;
    this.#noteHealth = noteHealth;
  }

  /** A worker of this host has it in this journal already; one of another host brings it. */
  keep(record: RunRecord): void {
    this.#orWarn("written", () => void this.#journal.endRun(record));
  }

  /** A run's record, if there is one and it can be read. */
  recordOf(run: string): RunRecord | undefined {
    return this.#orWarn("read", () => this.#journal.record(run));
  }

  /**
   * What makes a kept record's board doubtful, as sentences. Each worker looks into its own host's
   * journal before it erases; only here the records of all hosts come together.
   */
  doubtsOf({ run, lot, serial, verdict, board }: RunRecord): readonly string[] {
    const mac = board?.mac ?? null;
    const doubts = this.#orWarn("read", () => {
      const other = tellOtherBoard(mac, this.#journal.passedMacs(serial, run));
      const isTold = verdict === "pass" && mac !== null && isOwnMac(mac);
      const twin = isTold ? this.#journal.passWithMac(lot, mac, serial) : undefined;
      return [
        other && `${serial} ${other}. Check its label.`,
        twin &&
          `${serial} and ${twin} both passed in this lot on a board with MAC ${macForPeople(mac ?? "")}: one board twice, or two boards with one MAC. Set both aside.`,
      ];
    });
    return (doubts ?? []).filter((doubt) => doubt !== undefined);
  }

  #orWarn<T>(done: "written" | "read", action: () => T): T | undefined {
    try {
      const answer = action();
      this.#undone.delete(done);
      this.#noteHealth(this.#undone.size === 0 ? "good" : "failing");
      return answer;
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      this.#undone.add(done);
      this.#noteHealth("failing");
      this.#warn(`The journal cannot be ${done}: ${error.message}`);
      return undefined;
    }
  }
}
