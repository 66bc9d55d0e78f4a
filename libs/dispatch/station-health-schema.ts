import { z } from "zod";
import { REDIS_HEALTHS } from "../station/redis-health.ts";
import { JOURNAL_HEALTHS, type StationHealth } from "../station/station-health.ts";

/** What a line lives on, as events and snapshots carry it. */
export const stationHealthSchema = z.object({
  journal: z.enum(JOURNAL_HEALTHS),
  disk: z.enum(["good", "low", "full", "unknown"]),
  redis: z.enum(REDIS_HEALTHS),
}) satisfies z.ZodType<StationHealth>;
