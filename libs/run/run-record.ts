import type { Failure } from "../failure/failure.ts";
import type { StepName } from "../failure/step-name.ts";
import type { Outcome } from "../failure/verdict.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import type { RecoveryKind } from "../flasher/recovery.ts";
import type { UnbrickFacts } from "../unbrick/unbrick-facts.ts";
import type { IdentityState } from "./board-journal.ts";
import type { RecordPurpose } from "./purpose.ts";
import type { RunIdentity } from "./run-event.ts";

/** Version of the record's shape; raised with every change of meaning. */
export const RECORD_SCHEMA = 5;

/**
 * How much of a run its record tells: `whole`, or its `start` alone, where it was cut off and closed later. What
 * such a run did to its board, and when it stopped, is not known: fields of the end that say nothing claim nothing.
 */
export const RECORDED_PARTS = ["whole", "start"] as const;

/** One of `RECORDED_PARTS`. */
export type RecordedPart = (typeof RECORDED_PARTS)[number];

/** An image as the record names it. */
export interface ImageRecord {
  readonly file: string;
  readonly sha256: string;
}

/** One step that began. */
export interface StepRecord {
  readonly step: StepName;
  /** ISO time. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Bytes erased, written or verified; 0 elsewhere. */
  readonly bytes: number;
  /** Recoveries inside the step, of every kind. */
  readonly retries: number;
}

/** How often a run helped itself in one way during one step, all its passages taken together. */
export interface RecoveryRecord {
  readonly step: StepName;
  readonly kind: RecoveryKind;
  /** 1 or more. */
  readonly count: number;
}

/** One region as verified: host's and chip's CRC-32 in hex, zlib form. */
export interface CrcRecord {
  readonly address: number;
  readonly length: number;
  readonly host: string;
  readonly chip: string;
}

/** A copy of the board's whole flash, as it was before the first erase. */
export interface BackupRecord {
  /** Absolute path on the worker's host. */
  readonly file: string;
  readonly sha256: string;
}

/** Who approved a recipe with its images, and when. */
export interface ApprovalRecord {
  readonly by: string;
  /** ISO time. */
  readonly at: string;
}

/** One value of the board's own, as much of it as may be shown. */
export interface ShownField {
  readonly field: string;
  readonly shown: string;
}

/** What a board was given for itself, and how far that came. */
export interface IdentityRecord {
  /** Where the values come from; null where the serial alone is written. */
  readonly pool: string | null;
  readonly entry: string;
  readonly fields: readonly ShownField[];
  readonly state: IdentityState;
  /** The MAC of the board that its write was begun on, 12 hex digits; null where it had none, or none was begun. */
  readonly board: string | null;
}

/** What is known before power moves; durable as the `run-started` row. */
export interface RunStart extends Omit<RunIdentity, "purpose"> {
  readonly schema: number;
  /** Only products count in figures. */
  readonly purpose: RecordPurpose;
  /** ISO time. */
  readonly startedAt: string;
  readonly station: string;
  /** Path of the flash port, by USB position where there is one. */
  readonly port: string;
  readonly operator: string | null;
  /** Of an unbrick, which has none: `unbrick` and its image's hash. */
  readonly recipe: { readonly name: string; readonly sha256: string };
  /** Of the recipe as it was run; null if nobody approved it. */
  readonly approval: ApprovalRecord | null;
  readonly images: readonly ImageRecord[];
  /** Version of the program. */
  readonly program: string;
}

/** What a run adds to its start: the immutable end of the story (design.md section 5.4). */
export interface RunEnd {
  /** ISO time; of a run whose `start` alone is recorded, when it was closed. */
  readonly endedAt: string;
  readonly recorded: RecordedPart;
  readonly verdict: Outcome;
  readonly failure: Failure | null;
  readonly board: BoardFacts | null;
  /**
   * The MAC (12 hex digits) of the dump that the recipe makes boards copies of: all copies bear it, so it does not
   * tell which board one is. Null where it copies none, or one without a MAC of its own.
   */
  readonly copiedMac: string | null;
  readonly steps: readonly StepRecord[];
  /** Rate the flash was written at, or null if never reached. */
  readonly baud: number | null;
  readonly linkAttempts: number;
  readonly backup: BackupRecord | null;
  /** Bytes sent to the flash, rewrites included. */
  readonly written: number;
  readonly recoveries: readonly RecoveryRecord[];
  readonly crcs: readonly CrcRecord[];
  /** Null where the recipe gives a board nothing of its own. `board.mac` stays the one it was found with. */
  readonly identity: IdentityRecord | null;
  /** What an unbrick found and did; null of every other run, and where it did not come that far. */
  readonly unbrick: UnbrickFacts | null;
  readonly notes: readonly string[];
  /** End of what the log port said, at most 4 KiB, control characters escaped. */
  readonly bootLog: string;
}

/** One immutable row per run. */
export type RunRecord = RunStart & RunEnd;
