import { runRecordSchema } from "../../../libs/dispatch/run-schemas.ts";
import { type RecordBrought, takeRecords } from "../../../libs/handover/record-taker.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import type { LotParts } from "./lot-parts.ts";

/** Who hears of what was brought. */
export interface BroughtEars {
  /** A record that is in the journal now, of this lot or another. */
  readonly onRecord: (record: RunRecord) => void;
  /** For people. */
  readonly onTrouble: (text: string) => void;
}

/**
 * Takes the records that workers of other journals bring, of whichever lot of this one, until disposed.
 */
export const takeBrought = (
  {
    journal,
    line,
  }: { readonly journal: Journal; readonly line: Pick<LotParts["line"], "dispatch"> },
  { onRecord, onTrouble }: BroughtEars,
): Disposable => {
  const tell = ({ run, station, fate, record }: RecordBrought): void => {
    if (fate === "stored" && record !== null) onRecord(record);
    if (fate === "refused") {
      const what = record === null ? run : `${record.serial} (${record.verdict}, run ${run})`;
      onTrouble(
        `${station} brought a record of ${what} that contradicts the one in the journal. It is kept aside; set the board aside and call the engineer.`,
      );
    }
    if (fate === "unreadable") {
      onTrouble(
        `${station} brought a record of run ${run} that this program cannot read. It is kept as it came; update this one.`,
      );
    }
  };
  return line.dispatch.takeRecords(
    takeRecords({
      journal: journal.head().journal,
      ledger: journal.handover,
      read: (record) => runRecordSchema.safeParse(record).data ?? null,
      now: () => new Date().toISOString(),
      tell,
    }),
  );
};
