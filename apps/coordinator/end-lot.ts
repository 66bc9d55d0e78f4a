import { lotCounts } from "../../libs/lot/lot-counts.ts";
import type { LotPlan } from "../../libs/lot/lot-plan.ts";
import type { LineHappening } from "../../libs/station/station-event.ts";
import { findUnrecorded } from "./records/find-unrecorded.ts";
import type { LotJournal } from "./records/lot-journal.ts";
import type { LotParts } from "./records/lot-parts.ts";
import type { UnknownRuns } from "./records/unknown-runs.ts";
import type { StationWatch } from "./stations/station-watch.ts";

/** A lot that is over, and who is told so. */
export interface EndedLot {
  readonly parts: Pick<LotParts, "lot" | "request">;
  readonly plan: LotPlan;
  readonly journal: Pick<LotJournal, "settle" | "headToTell">;
  readonly unknown: Pick<UnknownRuns, "left">;
  readonly watch: Pick<StationWatch, typeof Symbol.dispose>;
  /** When it began, in ms of `performance.now()`. */
  readonly began: number;
  readonly tell: (happening: LineHappening) => void;
  readonly warn: (text: string) => void;
}

/** Waits for the last records to be written, and tells the end. Returns the plan, with whether any could not be. */
export const endLot = async (ended: EndedLot): Promise<LotPlan> => {
  const { parts, journal, unknown, watch, began, tell, warn } = ended;
  const unrecorded = findUnrecorded(ended.plan, await journal.settle());
  for (const text of unrecorded) warn(text);
  const plan = unrecorded.length > 0 ? { ...ended.plan, unrecorded: true } : ended.plan;
  const durationMs = Math.round(performance.now() - began);
  for (const text of unknown.left()) warn(`Not known how it ended: ${text}`);
  watch[Symbol.dispose]();
  const head = journal.headToTell(parts.request.dataDir);
  tell({
    kind: "lot-ended",
    lot: parts.lot,
    stopped: plan.stopped,
    durationMs,
    ...lotCounts(plan),
    ...(head !== undefined && { head }),
  });
  return plan;
};
