import type { RecordDesk, RecordMessage, Taking } from "../dispatch/record-mail.ts";
import type { HandoverLedger } from "../journal/handover-ledger.ts";
import type { BroughtFate } from "../journal/handover-rows.ts";
import type { RunRecord } from "../run/run-record.ts";

/** A record that was brought and is new here. */
export interface RecordBrought {
  readonly run: string;
  readonly station: string;
  readonly fate: BroughtFate;
  /** Null where it cannot be read. */
  readonly record: RunRecord | null;
}

/** What records are taken with. */
export interface TakerParts {
  /** Id of this journal. */
  readonly journal: string;
  readonly ledger: HandoverLedger;
  /** What can be read of a record; null where nothing can. */
  readonly read: (record: unknown) => RunRecord | null;
  /** ISO time. */
  readonly now: () => string;
  /** Told once for each. Must not throw. */
  readonly tell: (brought: RecordBrought) => void;
}

/**
 * Takes records into the line's journal: each once, durably before that is said, whatever came before it
 * already here. One that contradicts another, or cannot be read, is kept aside and holds none up.
 */
export const takeRecords = ({ journal, ledger, read, now, tell }: TakerParts): RecordDesk => ({
  journal,
  words: () =>
    new Map(
      ledger.bringers().flatMap((from): (readonly [string, string])[] => {
        const last = ledger.lastFrom(from);
        return last === undefined ? [] : [[from, last.run]];
      }),
    ),
  take: (message: RecordMessage): Taking => {
    const { journal: from, place, hash, station, after, run } = message;
    if (after !== null && !ledger.wasBrought(from, after)) {
      return { kind: "gap", last: ledger.lastFrom(from)?.run ?? null };
    }
    const found = read(message.record);
    const record = found?.run === run ? found : null;
    const text = textOf(message.record);
    const origin = { journal: from, place, hash, station };
    const { fate, isNew } = ledger.take(origin, { run, record, text }, now());
    if (isNew) tell({ run, station, fate, record });
    return { kind: "taken" };
  },
});

/** As JSON; what is nested too deep for that holds no other record up. */
const textOf = (record: unknown): string => {
  try {
    return JSON.stringify(record) ?? "null";
  } catch {
    return "null";
  }
};
