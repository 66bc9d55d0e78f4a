import type { RunEnd } from "./run-record.ts";

/** What the record says of a run that did nothing to its board, or of which nobody can tell what it did. */
export const NOTHING_DONE = {
  board: null,
  steps: [],
  baud: null,
  linkAttempts: 0,
  backup: null,
  written: 0,
  recoveries: [],
  crcs: [],
  notes: [],
  bootLog: "",
} as const satisfies Partial<RunEnd>;
