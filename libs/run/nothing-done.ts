import type { RunEnd } from "./run-record.ts";

/** What the record of a run has where nothing was done to its board, or nobody can tell what was. */
export const NOTHING_DONE = {
  board: null,
  copiedMac: null,
  steps: [],
  baud: null,
  linkAttempts: 0,
  backup: null,
  written: 0,
  recoveries: [],
  crcs: [],
  unbrick: null,
  notes: [],
  bootLog: "",
} as const satisfies Partial<RunEnd>;
