import type { BoardField, BoardIdentity } from "../run/board-identity.ts";
import type { IdentityProgress, IdentityState } from "../run/board-journal.ts";
import type { RunRecord } from "../run/run-record.ts";
import { insertStep } from "./identity-events.ts";
import type { JournalDatabase } from "./journal-database.ts";

/** What a run was given for its board, and how far it surely came with that. */
export interface RunIdentityState extends IdentityProgress {
  readonly identity: BoardIdentity;
}

/**
 * Brings the ledger up to the end of a run: its worker noted each step in a journal of its own, which
 * is this one or another host's.
 */
export const noteEnd = (
  database: JournalDatabase,
  { identity, run, serial, endedAt }: RunRecord,
): void => {
  // A program of before the ledger wrote records without.
  if (identity === null || identity === undefined || identity.state === "untouched") return;
  const { entry, state, board: boardMac } = identity;
  const row = database.first(
    "SELECT value FROM identity_value WHERE entry = :entry AND kind = 'mac'",
    { entry },
  );
  const givenMac = row === undefined ? null : database.text(row, "value");
  const step = { entry, serial, run, boardMac, givenMac, at: endedAt };
  insertStep(database, { ...step, state: "intended" });
  if (state !== "intended") insertStep(database, { ...step, state });
};

/** The last that a run noted of its entry; what it was to write is known where it was sent from. */
export const selectRunIdentity = (
  database: JournalDatabase,
  run: string,
): RunIdentityState | undefined => {
  const rows = database.rows(
    `SELECT v.entry, v.state, v.fields, v.board_mac, e.pool FROM identity_event v
     LEFT JOIN identity_entry e ON e.entry = v.entry
     WHERE v.run = :run AND v.state <> 'unsent' ORDER BY v.id`,
    { run },
  );
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const fields = first.fields === null ? [] : database.json<readonly BoardField[]>(first, "fields");
  const entry = database.text(first, "entry");
  const identity = { entry, pool: database.textOrNull(first, "pool"), tiedTo: null, fields };
  const board = database.textOrNull(last, "board_mac");
  return { identity, state: STATES[database.text(last, "state")] ?? "untouched", board };
};

const STATES: Readonly<Record<string, IdentityState>> = {
  intended: "intended",
  written: "written",
  verified: "verified",
};
