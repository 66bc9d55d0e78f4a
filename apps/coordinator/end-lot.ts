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
  readonly journal: Pick<LotJournal, "settle" | "twinsOf" | "headToTell">;
  readonly unknown: Pick<UnknownRuns, "left">;
  readonly watch: Pick<StationWatch, typeof Symbol.dispose>;
  /** When it began, in ms of `performance.now()`. */
  readonly began: number;
  readonly tell: (happening: LineHappening) => void;
  readonly warn: (text: string) => void;
}

/** Waits for the last records to be written, and tells the end. Returns the plan, with whether any could not be, and its twins. */
export const endLot = async (ended: EndedLot): Promise<LotPlan> => {
  const { parts, journal, unknown, watch, began, tell, warn } = ended;
  const unrecorded = findUnrecorded(ended.plan, await journal.settle());
  for (const text of unrecorded) warn(text);
  // Late records, too, are in the journal now: what two stations did at once shows there alone.
  const twins = journal.twinsOf(parts.lot);
  const plan: LotPlan = {
    ...ended.plan,
    unrecorded: unrecorded.length > 0,
    twins: twins ?? [],
    // Who cannot look whether boards are in doubt may not say that all is well.
    stationFailed: ended.plan.stationFailed || twins === undefined,
  };
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
    ...(plan.twins.length > 0 && {
      twins: plan.twins.map(({ mac, serials }) => ({ mac, serials })),
    }),
    ...(head !== undefined && { head }),
  });
  return plan;
};
