import { z } from "zod";
import { DATA_PARTITIONS } from "../chips/flash-layout.ts";
import { JOURNAL_TROUBLES } from "../failure/journal-trouble.ts";
import type { NestNews } from "../station/nest-news.ts";
import type { OperatorCommand } from "../station/station-event.ts";
import { boardIdentitySchema } from "./identity-schema.ts";
import type { JigFacts, JobAnswer, RunJob, SentJob, WorkerHello } from "./messages.ts";
import {
  approvalSchema,
  chipNameSchema,
  imageSchema,
  nameSchema,
  purposeSchema,
  runRecordSchema,
} from "./run-schemas.ts";

const address = z.int().nonnegative();

const recipeSchema = z.object({
  recipe: nameSchema,
  sha256: z.string(),
  chip: chipNameSchema,
  baud: z.int().positive(),
  images: z.array(imageSchema.extend({ class: nameSchema, at: address.optional() })),
  approval: approvalSchema.nullable(),
  bootloader: z.enum(["keep", "write"]),
  overwrite: z.array(z.enum(DATA_PARTITIONS)),
  clone: z.boolean(),
  backup: z.boolean(),
  write: z.enum(["all", "changed"]),
  verify: z.enum(["crc", "readback"]),
  protect: z.boolean(),
  calibration: z.enum(["required", "any"]),
  boot: z
    .object({
      on: z.literal("log"),
      expect: z.array(z.string()),
      never: z.array(z.string()),
      withinMs: z.number().positive(),
    })
    .optional(),
  retries: z.int().nonnegative(),
  linkAttempts: z.int().positive(),
});

/** One run, as a worker is asked for it. */
export const runJobSchema = z.object({
  run: nameSchema,
  session: nameSchema,
  lot: nameSchema,
  serial: nameSchema,
  fixture: nameSchema,
  attempt: z.int().positive(),
  operator: z.string().nullable(),
  recipe: recipeSchema,
  purpose: purposeSchema.exactOptional(),
  powerGapMs: z.int().nonnegative().max(60_000).exactOptional(),
  journal: nameSchema.exactOptional(),
  identity: boardIdentitySchema.exactOptional(),
}) satisfies z.ZodType<RunJob>;

/** The number under which a worker has a fixture. */
export const leaseSchema = z.int().nonnegative();

/** One run as it travels. */
export const sentJobSchema = runJobSchema.extend({
  lease: leaseSchema,
}) satisfies z.ZodType<SentJob>;

/** As much of a job as it takes to refuse it. */
export const jobSenderSchema = z.object({
  run: nameSchema,
  session: nameSchema,
  lease: leaseSchema.catch(0),
});

/** What a job leaves behind. */
export const jobAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("recorded"), record: runRecordSchema }),
  z.object({
    kind: z.literal("refused"),
    run: nameSchema,
    reason: z.string(),
    // A kind of a later version is trouble all the same.
    trouble: z.enum(JOURNAL_TROUBLES).catch("failing").exactOptional(),
  }),
]) satisfies z.ZodType<JobAnswer>;

const jigFactsSchema = z.object({
  trigger: z.enum(["operator", "switch", "auto"]),
  nests: z.array(
    z.object({
      fixture: nameSchema,
      port: z.string().max(5000),
      logPort: z.enum(["wired", "none"]),
      board: z.enum(["seen", "unseen"]),
      power: z.enum(["switched", "by-hand"]),
      ownRecipe: z.string().max(64).nullable(),
      supply: z
        .object({
          name: nameSchema,
          gapMs: z.number().nonnegative(),
          members: z.int().positive(),
        })
        .nullable(),
    }),
  ),
}) satisfies z.ZodType<JigFacts>;

const workerHelloSchema = z.object({
  worker: nameSchema,
  station: nameSchema,
  jig: nameSchema,
  pid: z.int().nonnegative(),
  program: z.string(),
  life: z.enum(["owned", "standalone"]),
  journal: z.string().min(1).max(5000),
  journalId: nameSchema.exactOptional(),
  boot: nameSchema.exactOptional(),
  fixtures: z.array(nameSchema),
  jigFacts: jigFactsSchema.exactOptional(),
}) satisfies z.ZodType<WorkerHello>;

const count = z.int().nonnegative();

const nestNewsSchema = z.object({
  fixture: nameSchema,
  ports: z.enum(["here", "gone"]).nullable(),
  lid: z.enum(["open", "closed", "unknown"]).nullable(),
  board: z.enum(["present", "absent", "unknown"]).nullable(),
  button: z.enum(["up", "down", "unknown"]).nullable(),
  counts: z.object({ unplugs: count, closings: count, arrivals: count, presses: count }),
}) satisfies z.ZodType<NestNews>;

/** As much of a sign of life as tells who gave it, whatever its version; one without a number is older than those. */
export const strangerSchema = z.object({
  protocol: z.int().nonnegative().catch(0),
  hello: z.object({
    worker: nameSchema,
    station: nameSchema.catch("unknown"),
    pid: z.int().nonnegative().catch(0),
    program: z.string().catch("unknown"),
    jig: nameSchema.catch("unknown"),
    fixtures: z.array(nameSchema).catch([]),
  }),
});

/** A worker's sign of life as it stands in Redis: what it is, by which numbers it has its fixtures, and what their wires say. */
export const signOfLifeSchema = z.object({
  hello: workerHelloSchema,
  leases: z.record(nameSchema, leaseSchema),
  nests: z.array(nestNewsSchema),
});

/** See `signOfLifeSchema`. */
export type SignOfLife = z.infer<typeof signOfLifeSchema>;

/** What a dashboard asks for. */
export const operatorCommandSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("start"),
    fixture: nameSchema.exactOptional(),
    shown: z.array(nameSchema).max(1000).exactOptional(),
  }),
  // Longer than any serial: what was scanned is refused by name, not passed over.
  z.object({ kind: z.literal("scan"), serial: z.string().min(1).max(1000) }),
  z.object({ kind: z.literal("acknowledge"), fixture: nameSchema.exactOptional() }),
  z.object({ kind: z.literal("retry"), fixture: nameSchema }),
  z.object({ kind: z.literal("lock"), fixture: nameSchema, by: nameSchema.exactOptional() }),
  z.object({ kind: z.literal("unlock"), fixture: nameSchema, by: nameSchema.exactOptional() }),
  z.object({ kind: z.literal("pause"), by: nameSchema.exactOptional() }),
  z.object({ kind: z.literal("resume"), by: nameSchema.exactOptional() }),
  z.object({ kind: z.literal("stop") }),
]) satisfies z.ZodType<OperatorCommand>;

/** A worker that holds a fixture. */
export const ownerSchema = workerHelloSchema.pick({ worker: true, station: true, pid: true });
