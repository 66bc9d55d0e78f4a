import { z } from "zod";
import { AWAITED } from "../station/awaited.ts";
import { IDLE_REASONS } from "../station/fixture-happening.ts";
import { LOCK_CAUSES } from "../station/lock-words.ts";
import { COMMAND_REFUSALS, SCAN_REFUSALS } from "../station/refusal.ts";
import type { LineEvent, LineHappening, StationEvent } from "../station/station-event.ts";
import { approvalSchema, nameSchema, RUN_EVENT_SCHEMAS, timeSchema } from "./run-schemas.ts";
import { stationHealthSchema } from "./station-health-schema.ts";

const at = timeSchema;
const count = z.int().nonnegative();
const by = nameSchema.nullable();
const workerFacts = {
  ...{ at, worker: nameSchema, pid: count, fixtures: z.array(nameSchema) },
  station: nameSchema.exactOptional(),
};

/** One shape per kind: the compiler asks for each. */
const BY_KIND = {
  "worker-started": z.object({ ...workerFacts, kind: z.literal("worker-started") }),
  "worker-lost": z.object({ ...workerFacts, kind: z.literal("worker-lost") }),
  "lot-started": z.object({
    at,
    kind: z.literal("lot-started"),
    lot: nameSchema,
    session: nameSchema,
    // A coordinator of an older version tells neither of these.
    station: nameSchema.nullable().default(null),
    recipe: z.string(),
    recipeSha256: z.string().max(64).nullable().default(null),
    // A coordinator of an older version tells of none.
    approvals: z
      .array(z.object({ recipe: z.string(), approval: approvalSchema.nullable() }))
      .default([]),
    operator: z.string().nullable(),
    fixtures: z.array(nameSchema),
    trigger: z.enum(["operator", "switch", "auto"]),
    boards: count.nullable(),
    passedBefore: count,
    firstRunsBefore: z.object({ pass: count, fail: count }).exactOptional(),
    // An older coordinator says nothing of it.
    numericSerials: z.array(count).default([]),
  }),
  "fixture-joined": z.object({
    ...{ at, kind: z.literal("fixture-joined"), fixture: nameSchema },
    ...{ station: nameSchema, jig: nameSchema },
    trigger: z.enum(["operator", "switch", "auto"]),
  }),
  "fixture-waiting": z.object({
    at,
    kind: z.literal("fixture-waiting"),
    fixture: nameSchema,
    serial: z.string().nullable(),
    awaits: z.enum(AWAITED),
    retry: z.enum(["by-hand", "elsewhere", "none"]).exactOptional(),
    purpose: z.enum(["golden", "must-fail"]).exactOptional(),
  }),
  "result-cleared": z.object({
    at,
    kind: z.literal("result-cleared"),
    fixture: nameSchema,
    serial: z.string(),
    by: z.enum(["key", "scan", "removal", "check"]),
  }),
  "fixture-chosen": z.object({
    at,
    kind: z.literal("fixture-chosen"),
    fixture: nameSchema.exactOptional(),
  }),
  "fixture-idle": z.object({
    at,
    kind: z.literal("fixture-idle"),
    fixture: nameSchema,
    reason: z.enum(IDLE_REASONS),
  }),
  "fixture-locked": z.object({
    at,
    kind: z.literal("fixture-locked"),
    fixture: nameSchema,
    by,
    why: z.string().max(200),
    cause: z.enum(LOCK_CAUSES).exactOptional(),
    detail: z.string().exactOptional(),
    runs: z.array(z.string()).exactOptional(),
  }),
  "fixture-unlocked": z.object({
    at,
    kind: z.literal("fixture-unlocked"),
    fixture: nameSchema,
    by,
  }),
  "fixture-proven": z.object({ at, kind: z.literal("fixture-proven"), fixture: nameSchema }),
  "check-failed": z.object({
    at,
    kind: z.literal("check-failed"),
    fixture: nameSchema,
    purpose: z.enum(["golden", "must-fail"]),
    serial: z.string(),
    outcome: z.enum(["pass", "fail", "error", "aborted"]),
    code: z.string().max(50).nullable(),
    expected: z.string().max(50),
  }),
  "line-paused": z.object({
    at,
    kind: z.literal("line-paused"),
    by,
    why: z.string().exactOptional(),
    runs: z.array(z.string()).exactOptional(),
  }),
  "line-closed": z.object({
    at,
    kind: z.literal("line-closed"),
    why: z.string(),
    runs: z.array(z.string()),
  }),
  "line-resumed": z.object({ at, kind: z.literal("line-resumed"), by }),
  "scan-refused": z.object({
    at,
    kind: z.literal("scan-refused"),
    serial: z.string(),
    fixture: nameSchema.exactOptional(),
    reason: z.enum(SCAN_REFUSALS),
    data: z.object({
      form: z.string().exactOptional(),
      check: z.string().exactOptional(),
      board: z.string().exactOptional(),
      why: z.string().exactOptional(),
    }),
  }),
  "command-refused": z.object({
    at,
    kind: z.literal("command-refused"),
    command: z.enum(["start", "acknowledge", "retry", "lock", "unlock", "pause", "resume", "stop"]),
    fixture: nameSchema.exactOptional(),
    reason: z.enum(COMMAND_REFUSALS),
  }),
  "identities-left": z.object({
    at,
    kind: z.literal("identities-left"),
    pool: nameSchema,
    left: count,
  }),
  "station-health": z.object({
    at,
    kind: z.literal("station-health"),
    ...stationHealthSchema.shape,
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
    doubtful: count.exactOptional(),
    notRun: count.nullable(),
    unknown: count.exactOptional(),
    twins: z.array(z.object({ mac: z.string(), serials: z.array(z.string()) })).exactOptional(),
    head: z.string().exactOptional(),
  }),
} satisfies {
  readonly [Kind in LineHappening["kind"]]: z.ZodType<Extract<LineEvent, { kind: Kind }>>;
};

/** Everything a dashboard is told. */
export const stationEventSchema = z.union([
  ...RUN_EVENT_SCHEMAS,
  ...Object.values(BY_KIND),
]) satisfies z.ZodType<StationEvent>;
