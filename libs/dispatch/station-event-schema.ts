import { z } from "zod";
import type { LineEvent, LineHappening, StationEvent } from "../station/station-event.ts";
import { approvalSchema, nameSchema, RUN_EVENT_SCHEMAS, timeSchema } from "./run-schemas.ts";

const at = timeSchema;
const count = z.int().nonnegative();
const workerFacts = { at, worker: nameSchema, pid: count, fixtures: z.array(nameSchema) };

/** One shape per kind: the compiler asks for each. */
const BY_KIND = {
  "worker-started": z.object({ ...workerFacts, kind: z.literal("worker-started") }),
  "worker-lost": z.object({ ...workerFacts, kind: z.literal("worker-lost") }),
  "lot-started": z.object({
    at,
    kind: z.literal("lot-started"),
    lot: nameSchema,
    session: nameSchema,
    recipe: z.string(),
    // A coordinator of an older version tells of none.
    approvals: z
      .array(z.object({ recipe: z.string(), approval: approvalSchema.nullable() }))
      .default([]),
    operator: z.string().nullable(),
    fixtures: z.array(nameSchema),
    trigger: z.enum(["operator", "switch", "auto"]),
    boards: count.nullable(),
    passedBefore: count,
  }),
  "fixture-waiting": z.object({
    at,
    kind: z.literal("fixture-waiting"),
    fixture: nameSchema,
    serial: z.string().nullable(),
    awaits: z.enum(["key", "scan", "button", "board", "swap", "lid", "reopen"]),
  }),
  "fixture-idle": z.object({
    at,
    kind: z.literal("fixture-idle"),
    fixture: nameSchema,
    reason: z.enum(["done", "ports-gone", "input-failed", "worker-lost", "taken-out"]),
  }),
  notice: z.object({
    at,
    kind: z.literal("notice"),
    level: z.enum(["info", "warning"]),
    text: z.string(),
    fixture: nameSchema.exactOptional(),
  }),
  "lot-ended": z.object({
    at,
    kind: z.literal("lot-ended"),
    lot: nameSchema,
    stopped: z.boolean(),
    durationMs: z.number(),
    pass: count,
    fail: count,
    error: count,
    aborted: count,
    notRun: count.nullable(),
  }),
} satisfies {
  readonly [Kind in LineHappening["kind"]]: z.ZodType<Extract<LineEvent, { kind: Kind }>>;
};

/** Everything a dashboard is told. */
export const stationEventSchema = z.union([
  ...RUN_EVENT_SCHEMAS,
  ...Object.values(BY_KIND),
]) satisfies z.ZodType<StationEvent>;
