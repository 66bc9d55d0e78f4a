import { z } from "zod";
import { CHIP_NAMES } from "../chips/chips.ts";
import { NEXT_TRIES } from "../failure/catalogue-entry.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import { RECOVERY_KINDS } from "../flasher/recovery.ts";
import { IDENTITY_STATES } from "../run/board-journal.ts";
import { completeRecord } from "../run/complete-record.ts";
import { PURPOSES, RECORD_PURPOSES } from "../run/purpose.ts";
import type { RunEvent, RunHappening } from "../run/run-event.ts";
import {
  type IdentityRecord,
  RECORD_SCHEMA,
  RECORDED_PARTS,
  type RunRecord,
} from "../run/run-record.ts";
import { failureSchema, stepNameSchema } from "./failure-schema.ts";

/** A time as events and records write it. */
export const timeSchema = z.iso.datetime({ offset: true });

/** A name: not empty, not absurdly long. */
export const nameSchema = z.string().min(1).max(200);

const count = z.int().nonnegative();
const durationMs = z.number().nonnegative();

/** The name of a chip. */
export const chipNameSchema = z.enum(CHIP_NAMES);

const outcomeSchema = z.enum(["pass", "fail", "error", "aborted"]);

const boardSchema = z.object({
  chip: chipNameSchema,
  chipId: z.string().nullable(),
  bootloader: z.string().nullable(),
  fingerprint: z.string(),
  flashId: z.string().nullable(),
  flashBytes: count,
  mac: z.string().nullable(),
}) satisfies z.ZodType<BoardFacts>;

/** What a line gives out a run for. */
export const purposeSchema = z.enum(PURPOSES);

const IDENTITY = {
  run: nameSchema,
  lot: nameSchema,
  serial: nameSchema,
  fixture: nameSchema,
  attempt: z.int().positive(),
};

/** An image as jobs and records name it. */
export const imageSchema = z.object({
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Who approved a recipe, and when. */
export const approvalSchema = z.object({ by: nameSchema, at: timeSchema });

/** What records of every schema have. */
const RECORD = {
  ...IDENTITY,
  startedAt: timeSchema,
  station: nameSchema,
  port: z.string(),
  operator: z.string().nullable(),
  recipe: z.object({ name: nameSchema, sha256: z.string() }),
  images: z.array(imageSchema),
  program: z.string(),
  endedAt: timeSchema,
  verdict: outcomeSchema,
  failure: failureSchema.nullable(),
  board: boardSchema.nullable(),
  steps: z.array(
    z.object({
      step: stepNameSchema,
      startedAt: timeSchema,
      durationMs,
      bytes: count,
      retries: count,
    }),
  ),
  baud: z.number().nullable(),
  linkAttempts: count,
  crcs: z.array(z.object({ address: count, length: count, host: z.string(), chip: z.string() })),
  notes: z.array(z.string()),
  bootLog: z.string(),
};

/** What schema 2 added. */
const RECORD_2 = {
  ...RECORD,
  backup: z.object({ file: z.string(), sha256: z.string() }).nullable(),
  written: count,
  recoveries: z.array(z.object({ step: stepNameSchema, kind: z.enum(RECOVERY_KINDS), count })),
};

const identitySchema = z.object({
  pool: nameSchema.nullable(),
  entry: nameSchema,
  fields: z.array(z.object({ field: nameSchema, shown: z.string() })),
  state: z.enum(IDENTITY_STATES),
  board: z.string().nullable(),
}) satisfies z.ZodType<IdentityRecord>;

/** What schema 3 added. */
const RECORD_3 = {
  ...RECORD_2,
  approval: approvalSchema.nullable(),
  identity: identitySchema.nullable(),
};

/** What schema 4 added. */
const RECORD_4 = { ...RECORD_3, purpose: purposeSchema };

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

const unbrickSchema = z.object({
  image: z.object({
    file: z.string(),
    sha256: sha256Schema,
    kind: z.enum(["bootloader-and-app", "full-dump", "bootloader"]),
    bootloader: z.string().nullable(),
    fingerprint: z.string(),
  }),
  jedecId: z.string().nullable(),
  flash: z.object({ part: z.string(), bytes: count }).nullable(),
  flashrom: z.object({ version: z.string(), log: z.string() }).nullable(),
  backup: z.object({ file: z.string(), sha256: sha256Schema }).nullable(),
  mac: z.string().nullable(),
  keyProof: z
    .union([
      z.object({ by: z.enum(["app", "bootloader"]) }),
      z.object({ by: z.literal("named"), name: z.string() }),
    ])
    .nullable(),
  ranges: z.array(
    z.object({
      start: count,
      end: count,
      before: sha256Schema,
      after: sha256Schema.nullable(),
    }),
  ),
  readBack: sha256Schema.nullable(),
}) satisfies z.ZodType<NonNullable<RunRecord["unbrick"]>>;

/** What schema 5 added. */
const RECORD_5 = {
  ...RECORD_3,
  purpose: z.enum(RECORD_PURPOSES),
  recorded: z.enum(RECORDED_PARTS),
  copiedMac: z.string().nullable(),
  unbrick: unbrickSchema.nullable(),
};

/** What a run left behind; a record of an older program is completed. */
export const runRecordSchema = z.union([
  z.object({ ...RECORD_5, schema: z.literal(RECORD_SCHEMA) }),
  z.object({ ...RECORD_4, schema: z.literal(4) }).transform(completeRecord),
  z.object({ ...RECORD_3, schema: z.literal(3) }).transform(completeRecord),
  z.object({ ...RECORD_2, schema: z.literal(2) }).transform(completeRecord),
  z.object({ ...RECORD, schema: z.literal(1) }).transform(completeRecord),
]) satisfies z.ZodType<RunRecord>;

const EVENT = { ...IDENTITY, at: timeSchema, purpose: purposeSchema.exactOptional() };

/** One shape per kind: the compiler asks for each. */
const BY_KIND = {
  "run-started": z.object({
    ...EVENT,
    kind: z.literal("run-started"),
    chip: z.string(),
    recipe: z.string(),
    port: z.string().exactOptional(),
  }),
  "step-started": z.object({ ...EVENT, kind: z.literal("step-started"), step: stepNameSchema }),
  "step-progress": z.object({
    ...EVENT,
    kind: z.literal("step-progress"),
    step: stepNameSchema,
    done: z.number(),
    total: z.number(),
  }),
  "step-passed": z.object({
    ...EVENT,
    kind: z.literal("step-passed"),
    step: stepNameSchema,
    durationMs,
    bytes: count,
  }),
  "board-linked": z.object({ ...EVENT, kind: z.literal("board-linked"), baud: count }),
  "board-identified": z.object({
    ...EVENT,
    kind: z.literal("board-identified"),
    board: boardSchema,
  }),
  "operator-asked": z.object({
    ...EVENT,
    kind: z.literal("operator-asked"),
    instruction: z.string(),
  }),
  note: z.object({ ...EVENT, kind: z.literal("note"), text: z.string() }),
  "log-lines": z.object({
    ...EVENT,
    kind: z.literal("log-lines"),
    lines: z.array(z.string().max(200)).max(100),
  }),
  "run-ended": z.object({
    ...EVENT,
    kind: z.literal("run-ended"),
    verdict: outcomeSchema,
    failure: failureSchema.nullable(),
    durationMs,
    next: z.enum(NEXT_TRIES).exactOptional(),
    failedIn: z.array(z.string()).exactOptional(),
  }),
} satisfies {
  readonly [Kind in RunHappening["kind"]]: z.ZodType<Extract<RunEvent, { kind: Kind }>>;
};

/** The shapes of a run's events. */
export const RUN_EVENT_SCHEMAS = Object.values(BY_KIND);

/** What happens in a run. */
export const runEventSchema = z.union(RUN_EVENT_SCHEMAS) satisfies z.ZodType<RunEvent>;
