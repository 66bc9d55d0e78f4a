/**
 * Why a scan was refused, before any power. `malformed`: it is no serial, or not of the recipe's form ·
 * `check-digit`: mistyped or misread · `unknown`: not of this lot · `already-passed` · `duplicate`: scanned
 * already, its nest waits for the board · `in-fixture`: its board is in work in another nest · `unreported`: its last run's
 * worker is gone and has not reported · `set-aside`: its board must not go on · `no-identity`: its pool is empty ·
 * `unproven`: the nest must prove itself first · `check-board`: no nest asks for this check board now ·
 * `no-fixture`: none is free · `acknowledge`: a result stands where it would go · `running`, `locked`, `unfit`: the
 * nest it was meant for · `paused`, `stopping`, `closed`: the line.
 */
export const SCAN_REFUSALS = [
  "malformed",
  "check-digit",
  "unknown",
  "already-passed",
  "duplicate",
  "in-fixture",
  "unreported",
  "set-aside",
  "unproven",
  "check-board",
  "no-identity",
  "no-fixture",
  "acknowledge",
  "running",
  "locked",
  "unfit",
  "paused",
  "stopping",
  "closed",
] as const;

/** One of `SCAN_REFUSALS`. */
export type ScanRefusal = (typeof SCAN_REFUSALS)[number];

/** What a refused scan's words need besides serial and fixture. Not escaped. */
export interface ScanRefusalData {
  /** What a serial looks like, with `malformed`. */
  readonly form?: string;
  /** The check digits' rule, with `check-digit`. */
  readonly check?: string;
  /** Serial of the check board to run first, with `unproven`. */
  readonly board?: string;
  /** A sentence, with `no-identity`. */
  readonly why?: string;
}

/**
 * Why a key or a button did nothing. `no-fixture`: none waits · `not-waiting`: this one does not · `board`, `swap`,
 * `reopen`, `lid`, `scan`: what its nest lacks · `unseen`: a result has come that was not on the
 * screen · `nothing-to-acknowledge`, `nothing-to-retry`: no result stands ·
 * `set-aside`, `retries-used`: the board may not run again there · `journal`, `redis`: the line cannot use it
 * now · the others: the nest or the line is so.
 */
export const COMMAND_REFUSALS = [
  "no-fixture",
  "unknown-fixture",
  "not-waiting",
  "board",
  "swap",
  "reopen",
  "lid",
  "scan",
  "unseen",
  "nothing-to-acknowledge",
  "nothing-to-retry",
  "set-aside",
  "retries-used",
  "in-fixture",
  "unreported",
  "unproven",
  "unfit",
  "locked",
  "not-locked",
  "unnamed",
  "journal",
  "redis",
  "paused",
  "not-paused",
  "stopping",
  "closed",
] as const;

/** One of `COMMAND_REFUSALS`. */
export type CommandRefusal = (typeof COMMAND_REFUSALS)[number];
