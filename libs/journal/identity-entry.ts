import type { BoardField } from "../run/board-identity.ts";

/**
 * Where an entry stands. `intended`: its write may have begun and nobody knows how far it came, also
 * because a run with another journal was never heard of again. `dropped`: taken back while it was free.
 */
export type IdentityState =
  | "free"
  | "reserved"
  | "intended"
  | "written"
  | "verified"
  | "quarantined"
  | "dropped";

/** The values of one board, and what became of them. */
export interface IdentityEntry {
  readonly entry: string;
  /** Null: it has no values, the serial alone is written. */
  readonly pool: string | null;
  /** Where it was imported from, such as `macs.csv:7`. */
  readonly origin: string;
  /** The serial a file gave it to beforehand. */
  readonly bound: string | null;
  /** The serial it is reserved for, for ever. */
  readonly serial: string | null;
  readonly state: IdentityState;
  /** Who took it back; null: it was not. */
  readonly droppedBy: string | null;
  /** What settled it where it is, such as `by eva: unused`; null where a run did, or nothing yet. */
  readonly note: string | null;
  /** The MAC its board had when its write was first intended, or it was found there: the one board that may bear it. */
  readonly tiedTo: string | null;
  /** The run that brought it where it is. */
  readonly run: string | null;
  /**
   * A run that may have written it, and has not proven that, nor has anyone settled it. What the run
   * saved of its board is in that journal alone: another's as workers name it, null for this one.
   */
  readonly unproven: { readonly elsewhere: string | null } | null;
  /** ISO time of the last that happened to it. */
  readonly at: string;
  /** By field: a MAC as 12 hex digits, other values as they were imported. */
  readonly values: Readonly<Record<string, string>>;
}

/** What a run tells of the entry it writes; durable before the next byte is sent to the board. */
export interface IdentityStep {
  readonly entry: string;
  readonly serial: string;
  readonly run: string;
  readonly state: "intended" | "written" | "verified";
  /** The board's MAC as it was found, 12 hex digits; null where it had none. */
  readonly boardMac: string | null;
  /** The MAC that the entry gives the board; null where it gives none. */
  readonly givenMac: string | null;
  /** ISO time. */
  readonly at: string;
}

/** Who a MAC belongs to; serial null: to an entry that was given to nobody yet. */
export interface MacHolder {
  readonly serial: string | null;
  readonly pool: string | null;
}

/** A run that is about to be sent with an entry. */
export interface SentEntry {
  readonly entry: string;
  readonly serial: string;
  readonly run: string;
  /** Its worker's journal, as that names it; null: it writes into this one. */
  readonly elsewhere: string | null;
  readonly fields: readonly BoardField[];
  /** ISO time. */
  readonly at: string;
}

/** What was found out, or decided, of an entry beside its runs. */
export interface IdentitySettling {
  readonly entry: string;
  readonly serial: string;
  /** `released`: its board does not bear it, and another may; the serial keeps it. */
  readonly state: "released" | "written" | "verified" | "quarantined";
  /** The MAC by which its board is known from now on, 12 hex digits; null: what is known of it stays. */
  readonly board: string | null;
  /** By whom or what, for people. */
  readonly note: string;
  /** ISO time. */
  readonly at: string;
}
