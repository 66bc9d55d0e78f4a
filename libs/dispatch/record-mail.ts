import { z } from "zod";
import { nameSchema } from "./run-schemas.ts";

/** A record on its way from a worker's journal to the line's. */
export interface RecordMessage {
  /** Id of the worker's journal, and the place and hash of the run's end in its chain. */
  readonly journal: string;
  readonly place: number;
  readonly hash: string;
  readonly station: string;
  /** The run before it on the same way; null for the first one ever. */
  readonly after: string | null;
  readonly run: string;
  /** As it stands in the worker's journal: that may be of a newer program. */
  readonly record: unknown;
}

/** The shape of a message, as far as it takes to keep it: the record is looked at by whoever takes it. */
export const recordMessageSchema = z.object({
  journal: nameSchema,
  place: z.int().nonnegative(),
  hash: z.string().min(1).max(200),
  station: nameSchema,
  after: nameSchema.nullable(),
  run: nameSchema,
  record: z.unknown(),
}) satisfies z.ZodType<RecordMessage>;

/** What a journal's coordinator has of a worker's journal: nothing is said while none lives. */
export type RecordWord =
  | { readonly kind: "nobody" }
  /** `last`: the last run whose record was taken; null: none. */
  | { readonly kind: "has"; readonly last: string | null };

/**
 * What a worker's journal knows of a run: it has its record, which comes by itself; it is being done; it
 * began and nobody is at it; it did not begin and never will.
 */
export const RUN_STANDINGS = ["ended", "running", "cut-off", "never-began"] as const;

/** See RUN_STANDINGS. */
export type RunStanding = (typeof RUN_STANDINGS)[number];

/** The worker's end of the way that records go. All calls wait while Redis is away. */
export interface RecordPost {
  /** What the coordinator of `target` has of `journal`. */
  hearWord(target: string, journal: string): Promise<RecordWord>;
  /** Puts records on their way, in order; returns a mark of the last one. */
  send(target: string, messages: readonly RecordMessage[]): Promise<string | null>;
  /** Whether the record of this mark is still on its way. One that is not was taken, or lost. */
  isUnderWay(target: string, mark: string): Promise<boolean>;
  /** Runs that somebody asks the workers of `journal` for. */
  questions(journal: string): Promise<readonly string[]>;
  /** Answers one of them. */
  answer(journal: string, run: string, standing: RunStanding): Promise<void>;
}

/** What became of a message at the coordinator: its run is the last that was taken, or there is a gap before it. */
export type Taking =
  | { readonly kind: "taken" }
  | { readonly kind: "gap"; readonly last: string | null };

/** What a coordinator takes records with. Both may throw: it is tried again with the next heartbeat. */
export interface RecordDesk {
  /** Id of the journal that takes them. */
  readonly journal: string;
  /** By the id of each journal that ever brought a record, the last run of it that was taken. */
  readonly words: () => ReadonlyMap<string, string>;
  /** Stores a record durably. */
  readonly take: (message: RecordMessage) => Taking;
}
