import { accessSync, constants, statfsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describeJournalTrouble, type JournalTrouble } from "../failure/journal-trouble.ts";
import { DiskReserve, RESERVE_BYTES } from "./disk-reserve.ts";
import type { Journal } from "./journal.ts";
import { JournalError } from "./journal-error.ts";
import { JOURNAL_FILE } from "./open-journal.ts";

const KIB = 1024;
/** What a run writes, rounded up: its start, what it keeps of its board, its record, each in whole pages. */
const RUN_BYTES = 128 * KIB;
const SPARE_BYTES = 256 * KIB;
/** Files that SQLite and the backups of a moment may need. */
const SPARE_FILES = 20;
const RETRY_MS = 250;

/** What a gate stands before. */
export interface JournalGateOptions {
  readonly journal: Journal;
  /** The data folder. */
  readonly dir: string;
  /** Runs that may be at work at one time. */
  readonly runs: number;
  /** Told at each change; null: records can be written. */
  readonly tell: (trouble: JournalTrouble | null) => void;
}

/**
 * Stands between new runs and a journal that could not take them: on a full, read-only or failing disk, or
 * while another program holds it. Goes on by itself when that is mended.
 */
export class JournalGate {
  readonly #options: JournalGateOptions;
  readonly #reserve: DiskReserve;
  /** What the last write said that failed; undefined once one has succeeded. */
  #failed: JournalTrouble | undefined;
  #trouble: JournalTrouble | null = null;

  constructor(options: JournalGateOptions) {
    this.#options = options;
    this.#reserve = new DiskReserve(options.dir);
  }

  /** As it was found last. */
  get trouble(): JournalTrouble | null {
    return this.#trouble;
  }

  /** Looks whether a run's records could be written now. To be called before each run, and again and again. */
  look(): JournalTrouble | null {
    const found = this.#find();
    if (found === null) this.#reserve.make();
    return this.#set(found);
  }

  /** Takes in that something could not be written. */
  note(error: JournalError): void {
    this.#failed = error.trouble;
    this.#set(error.trouble);
  }

  /**
   * Writes what must not be lost, again and again until it is written. Rejects with the last
   * `JournalError` once `abandon` is aborted, and with anything else at once.
   */
  async keep<T>(write: () => T, abandon: AbortSignal): Promise<T> {
    for (;;) {
      try {
        return this.#writeHere(write);
      } catch (error) {
        if (!(error instanceof JournalError)) throw error;
        this.note(error);
        if (error.trouble === "full" && this.#reserve.giveUp() === "given") continue;
        if (abandon.aborted) throw error;
      }
      await sleep(RETRY_MS, undefined, { signal: abandon }).catch(() => undefined);
    }
  }

  /** What went into a file that is not at its place any more is lost with it. */
  #writeHere<T>(write: () => T): T {
    const { journal, dir } = this.#options;
    if (journal.place() === "other") journal.renew();
    const answer = write();
    if (journal.place() !== "same") {
      throw new JournalError(describeJournalTrouble("gone", dir), { trouble: "gone" });
    }
    this.#failed = undefined;
    return answer;
  }

  #find(): JournalTrouble | null {
    const { journal, dir } = this.#options;
    try {
      const place = journal.place();
      if (place === "none") return "gone";
      if (place === "other") journal.renew();
      if (!isWritable(dir)) return "read-only";
      const room = this.#judgeRoom();
      if (room !== null) return room;
      // Only one that failed is asked to write: what costs nothing is asked each time.
      if (this.#failed !== undefined) journal.tryWriting();
      this.#failed = undefined;
      return null;
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      this.#failed = error.trouble;
      return error.trouble;
    }
  }

  #judgeRoom(): JournalTrouble | null {
    const { dir, runs } = this.#options;
    const reserve = this.#reserve.isThere() ? 0 : RESERVE_BYTES;
    const need = SPARE_BYTES + runs * RUN_BYTES + reserve;
    try {
      const { bavail, bsize, blocks, files, ffree } = statfsSync(dir);
      const free = bavail * bsize;
      // Some file systems count neither.
      const isShort = (blocks > 0 && free < need) || (files > 0 && ffree < SPARE_FILES);
      if (!isShort) return null;
      return free < RUN_BYTES || this.#failed === "full" ? "full" : "nearly-full";
    } catch {
      return null;
    }
  }

  #set(trouble: JournalTrouble | null): JournalTrouble | null {
    const isNews = trouble !== this.#trouble;
    this.#trouble = trouble;
    if (isNews) this.#options.tell(trouble);
    return trouble;
  }
}

/** Whether the system lets the journal and the files beside it be written. */
const isWritable = (dir: string): boolean => {
  try {
    accessSync(dir, constants.W_OK);
    accessSync(join(dir, JOURNAL_FILE), constants.W_OK);
    return true;
  } catch {
    return false;
  }
};
