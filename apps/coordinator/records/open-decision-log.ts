import { join } from "node:path";
import { openLog } from "../../../libs/log/open-log.ts";
import type { LotAction } from "../../../libs/lot/lot-action.ts";
import type { LotInput } from "../../../libs/lot/lot-input.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import type { LotRequest } from "../prepare/lot-request.ts";

/** Takes down what a lot's coordinator decided, and on what. */
export interface DecisionLog {
  /** What happened, and what the lot's plan made of it; news of a nest's wires only where it led to something. */
  decided(input: LotInput, actions: readonly LotAction[]): void;
  /** What the line was told. Of a run only its begin and end: the rest is in its own account. */
  told(event: StationEvent): void;
}

/** Of a lot's sitting, in the logs of its data folder. */
export const openDecisionLog = (
  { dataDir, program }: Pick<LotRequest, "dataDir" | "program">,
  lot: string,
  session: string,
): DecisionLog => {
  const log = openLog(join(dataDir, "logs"), "coordinator", { program, lot });
  log.info({ session, pid: process.pid }, "sitting begins");
  return {
    decided: (input, actions) => {
      // A nest's wires change with each board; only what led to something says why.
      if (input.kind === "nest-news" && actions.length === 0) return;
      log.info({ input, actions }, "decided");
    },
    told: (event) => {
      if ("run" in event && event.kind !== "run-started" && event.kind !== "run-ended") return;
      log.info(event, event.kind);
    },
  };
};
