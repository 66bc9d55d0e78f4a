import { DECISIONS_SINCE } from "./decision-tables.ts";
import type { JournalDatabase, Row } from "./journal-database.ts";

/** A fixture locked or unlocked, a line paused, resumed or closed. */
export interface LineDecision {
  readonly kind: "lock" | "unlock" | "pause" | "resume" | "close";
  /** A person, a check board of the start of shift, or the recipe's policy. */
  readonly cause: "hand" | "check" | "policy";
  /** Name of the jig. */
  readonly jig: string;
  /** Of a lock or unlock. */
  readonly fixture: string | null;
  /** In which it was decided; null outside of any. */
  readonly lot: string | null;
  /** A person, if known. */
  readonly by: string | null;
  /** In a few words; null where nobody said. */
  readonly why: string | null;
  /** A sentence, where a policy locked a fixture. */
  readonly detail: string | null;
  /** Ids of the runs that led to it. */
  readonly runs: readonly string[];
  readonly station: string;
  /** ISO time. */
  readonly at: string;
}

/** Decisions of a lot, of a time or of a fixture; of all without any. */
export interface DecisionFilter {
  readonly lot?: string | undefined;
  /** ISO time: of then or later. */
  readonly since?: string | undefined;
  /** ISO time: of before. */
  readonly until?: string | undefined;
  readonly fixture?: string | undefined;
}

/** Adds a decision. */
export const insertDecision = (
  database: JournalDatabase,
  { by, runs, ...decision }: LineDecision,
): void =>
  database.run(
    `INSERT INTO line_decision (kind, cause, jig, fixture, lot, decided_by, why, detail, runs, station, at)
     VALUES (:kind, :cause, :jig, :fixture, :lot, :by, :why, :detail, :runs, :station, :at)`,
    { ...decision, by, runs: JSON.stringify(runs) },
  );

/** Decisions in the order they were taken. */
export const selectDecisions = (
  database: JournalDatabase,
  { lot, since, until, fixture }: DecisionFilter,
): readonly LineDecision[] => {
  if (database.version() < DECISIONS_SINCE) return [];
  return database
    .rows(
      `SELECT * FROM line_decision
       WHERE (:lot IS NULL OR lot = :lot) AND (:since IS NULL OR at >= :since)
         AND (:until IS NULL OR at < :until) AND (:fixture IS NULL OR fixture = :fixture)
       ORDER BY id`,
      {
        ...{ lot: lot ?? null, since: since ?? null },
        ...{ until: until ?? null, fixture: fixture ?? null },
      },
    )
    .map((row) => decisionIn(database, row));
};

/** The locks of fixtures that hold: nobody has lifted them since. A check board's lock ends with its sitting. */
export const selectLocks = (database: JournalDatabase): readonly LineDecision[] => {
  if (database.version() < DECISIONS_SINCE) return [];
  return database
    .rows(
      `SELECT * FROM line_decision WHERE id IN (
         SELECT max(id) FROM line_decision
         WHERE kind IN ('lock', 'unlock') AND cause <> 'check' GROUP BY jig, fixture
       ) AND kind = 'lock' ORDER BY jig, fixture`,
    )
    .map((row) => decisionIn(database, row));
};

const KINDS = ["lock", "unlock", "pause", "resume", "close"] as const;
const CAUSES = ["hand", "check", "policy"] as const;

const decisionIn = (database: JournalDatabase, row: Row): LineDecision => ({
  kind: KINDS.find((kind) => kind === row.kind) ?? "lock",
  cause: CAUSES.find((cause) => cause === row.cause) ?? "hand",
  jig: database.text(row, "jig"),
  fixture: database.textOrNull(row, "fixture"),
  lot: database.textOrNull(row, "lot"),
  by: database.textOrNull(row, "decided_by"),
  why: database.textOrNull(row, "why"),
  detail: database.textOrNull(row, "detail"),
  runs: database.json<string[]>(row, "runs"),
  station: database.text(row, "station"),
  at: database.text(row, "at"),
});
