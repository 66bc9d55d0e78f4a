import { explainJournalTrouble, type JournalTrouble } from "../../libs/failure/journal-trouble.ts";
import { JournalGate, type JournalGateOptions } from "../../libs/journal/journal-gate.ts";
import type { StationHealth } from "../../libs/station/station-health.ts";

/**
 * How long a statement of a worker's journal waits for other programs, in ms. All its boards wait as long: what
 * must not be lost is tried again.
 */
export const RECORD_BUSY_MS = 500;

const LOOK_EVERY_MS = 1000;
/** A worker that was told to end must have done so before it is killed for that. */
const ABANDON_MS = 4000;

/** A worker's journal, as its runs need it. */
export interface RecordWatch extends Disposable {
  readonly gate: JournalGate;
  /** Aborted when records are waited for no longer: some seconds after the worker was told to end. */
  readonly abandon: AbortSignal;
}

/** Whose journal it is, and where. */
export interface WatchedJournal extends Omit<JournalGateOptions, "tell"> {
  readonly place: string;
}

/** Who is told of it, and when the worker is to end. */
export interface RecordEars {
  readonly stop: AbortSignal;
  readonly onTrouble: (text: string) => void;
  /** The same for programs. */
  readonly onHealth: (journal: StationHealth["journal"]) => void;
}

/** Looks after the journal of a worker, until disposed. */
export const watchRecords = (
  { place, ...journal }: WatchedJournal,
  { stop, onTrouble, onHealth }: RecordEars,
): RecordWatch => {
  const tell = (trouble: JournalTrouble | null): void => {
    onTrouble(trouble === null ? WELL_AGAIN : explainJournalTrouble(trouble, place));
    onHealth(trouble ?? "good");
  };
  const gate = new JournalGate({ ...journal, tell });
  const abandon = new AbortController();
  const giveUp = (): void => {
    setTimeout(() => abandon.abort(), ABANDON_MS).unref();
  };
  stop.addEventListener("abort", giveUp, { once: true });
  gate.look();
  const timer = setInterval(() => gate.look(), LOOK_EVERY_MS);
  return {
    gate,
    abandon: abandon.signal,
    [Symbol.dispose]: () => {
      clearInterval(timer);
      stop.removeEventListener("abort", giveUp);
    },
  };
};

const WELL_AGAIN = "The journal can be written again: boards start";
