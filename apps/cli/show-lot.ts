import type { StationEvent } from "../../libs/station/station-event.ts";
import type { LotRequest } from "../coordinator/prepare/lot-request.ts";
import { printJson } from "./print-json.ts";
import { printLines } from "./print-lines.ts";

/**
 * Runs a lot and shows it as asked: dashboard, plain lines on stderr, or JSON on stdout beside them.
 * Lines take the place of a dashboard that is gone.
 */
export const showLot = async (request: LotRequest): Promise<number> => {
  const { runLot } = await import("../coordinator/run-lot.ts");
  let isDashboardUp = request.view === "dashboard";
  const lines = printLines((text) => {
    if (!isDashboardUp) process.stderr.write(text);
  }, request.dataDir);
  const json = printJson((text) => process.stdout.write(text));
  const listeners: Record<LotRequest["view"], (event: StationEvent) => void> = {
    dashboard: lines,
    lines,
    json: (event) => {
      json(event);
      lines(event);
    },
  };
  return runLot(request, listeners[request.view], () => {
    isDashboardUp = false;
  });
};
