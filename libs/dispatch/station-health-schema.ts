import { z } from "zod";
import { JOURNAL_HEALTHS, type StationHealth } from "../station/station-health.ts";

/** What a line lives on, as events and snapshots carry it. */
export const stationHealthSchema = z.object({
  journal: z.enum(JOURNAL_HEALTHS),
  disk: z.enum(["good", "low", "full", "unknown"]),
  redis: z.enum(["up", "away"]),
}) satisfies z.ZodType<StationHealth>;
