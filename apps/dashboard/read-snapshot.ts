import { z } from "zod";
import { failureSchema, stepNameSchema } from "../../libs/dispatch/failure-schema.ts";
import { approvalSchema, purposeSchema } from "../../libs/dispatch/run-schemas.ts";
import { stationHealthSchema } from "../../libs/dispatch/station-health-schema.ts";
import { NEXT_TRIES } from "../../libs/failure/catalogue-entry.ts";
import { AWAITED } from "../../libs/station/awaited.ts";
import { NO_TALLIES } from "../../libs/station/board-tallies.ts";
import { IDLE_REASONS } from "../../libs/station/fixture-happening.ts";
import type { FixtureState } from "../../libs/station/fixture-state.ts";
import type { LineState } from "../../libs/station/line-state.ts";
import { LOCK_CAUSES } from "../../libs/station/lock-words.ts";
import type { LotState } from "../../libs/station/lot-state.ts";

const count = z.int().nonnegative();
const time = z.iso.datetime();
const outcome = z.enum(["pass", "fail", "error", "aborted"]);

// What an older coordinator does not save has a default, what a newer one says that is not known here becomes the
// least that can be said: a viewer goes on with what it understands.
const fixtureSchema = z.object({
  fixture: z.string(),
  station: z.string().nullable().catch(null),
  situation: z
    .enum(["empty", "waiting", "running", "ended", "idle", "unplugged", "unfit", "lost"])
    .catch("empty"),
  reason: z.enum(IDLE_REASONS).nullable().catch(null),
  nextSerial: z.string().nullable(),
  nextPurpose: purposeSchema.catch("product"),
  awaits: z.enum(AWAITED).nullable().catch(null),
  retry: z.enum(["by-hand", "elsewhere", "none"]).catch("none"),
  run: z
    .object({
      run: z.string(),
      serial: z.string(),
      attempt: count,
      purpose: purposeSchema.catch("product"),
      startedAt: time,
      step: stepNameSchema.nullable(),
      done: z.number(),
      total: z.number(),
      shares: z.partialRecord(stepNameSchema, z.number()),
      steps: z
        .array(
          z.object({ step: stepNameSchema, startedAt: time, durationMs: z.number().nullable() }),
        )
        .catch([]),
      port: z.string().nullable().catch(null),
      baud: z.number().nullable().catch(null),
      asked: z.string().nullable(),
      log: z.array(z.string()),
      result: z
        .object({
          outcome,
          failure: failureSchema.nullable(),
          durationMs: z.number(),
          next: z.enum(NEXT_TRIES).optional().catch(undefined),
          failedIn: z.array(z.string()).optional().catch(undefined),
        })
        .nullable(),
    })
    .nullable(),
  pastRuns: z
    .array(
      z.object({
        run: z.string(),
        serial: z.string(),
        attempt: count,
        purpose: purposeSchema.catch("product"),
        outcome,
        code: z.string().nullable(),
        durationMs: z.number(),
        endedAt: time,
      }),
    )
    .catch([]),
  result: z.enum(["stands", "cleared"]).catch("stands"),
  lock: z
    .object({
      by: z.string().nullable(),
      why: z.string(),
      cause: z.enum(LOCK_CAUSES).optional().catch(undefined),
      detail: z.string().optional().catch(undefined),
    })
    .nullable()
    .catch(null),
  scan: z.enum(["chosen", "any"]).catch("any"),
}) satisfies z.ZodType<FixtureState>;

const countsSchema = z.object({
  pass: count,
  fail: count,
  error: count,
  aborted: count,
  doubtful: count.exactOptional(),
  notRun: count.nullable(),
  unknown: count.exactOptional(),
});

const lotSchema = z.object({
  lot: z.string(),
  session: z.string(),
  station: z.string().nullable().catch(null),
  recipe: z.string(),
  recipeSha256: z.string().nullable().catch(null),
  approvals: z.array(z.object({ recipe: z.string(), approval: approvalSchema.nullable() })),
  operator: z.string().nullable(),
  trigger: z.enum(["operator", "switch", "auto"]),
  boards: count.nullable(),
  passedBefore: count,
  firstRunsBefore: z.object({ pass: count, fail: count }).catch({ pass: 0, fail: 0 }),
  numericSerials: z.array(count).catch([]),
  identities: z.array(z.object({ pool: z.string(), left: count })).catch([]),
  startedAt: time,
  tallies: z.record(
    z.string(),
    z.object({ first: outcome.nullable(), last: outcome, from: count, to: count }),
  ),
  passedLately: z.array(z.string()).catch([]),
  settled: z.object({ passed: count, passedFirst: count }).catch(NO_TALLIES.settled),
  ended: z
    .object({
      stopped: z.boolean(),
      durationMs: z.number(),
      counts: countsSchema,
      twins: z.array(z.object({ mac: z.string(), serials: z.array(z.string()) })).catch([]),
      head: z.string().nullable().catch(null),
    })
    .nullable(),
}) satisfies z.ZodType<LotState>;

const lineSchema = z.object({
  lot: lotSchema.nullable(),
  fixtures: z.array(fixtureSchema),
  failures: z.array(
    z.object({
      at: time,
      run: z.string(),
      fixture: z.string(),
      serial: z.string(),
      outcome,
      code: z.string(),
      sentence: z.string(),
    }),
  ),
  notices: z.array(
    z.object({
      at: time,
      level: z.enum(["info", "warning"]),
      fixture: z.string().nullable(),
      text: z.string(),
    }),
  ),
  paused: z
    .object({ by: z.string().nullable(), why: z.string().optional() })
    .nullable()
    .catch(null),
  health: stationHealthSchema.nullable().catch(null),
}) satisfies z.ZodType<LineState>;

/** The line from a coordinator's snapshot, also of another version as far as it is understood; undefined if it is none. */
export const readSnapshot = (json: string): LineState | undefined => {
  try {
    return lineSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
};
