import { join } from "node:path";
import { DatabaseSync, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { JOURNAL_FILE } from "../../libs/journal/open-journal.ts";

type Row = Readonly<Record<string, SQLOutputValue>>;

/** The yields of runs, counted by SQL. */
export interface CountedYields {
  readonly key: string | null;
  readonly boards: number;
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly aborted: number;
  readonly open: number;
  readonly doubtful: number;
  readonly runs: number;
  readonly firstPass: number;
  readonly firstOf: number;
  readonly finalOf: number;
}

/**
 * The raw records of a journal, counted another way than the program does: by SQL, straight from the
 * JSON. Table `r`: a row per run, with its place among those of its board, and the run before.
 */
export class RecordCounter implements Disposable {
  readonly #database = new DatabaseSync(":memory:");
  readonly #record: StatementSync;

  constructor(folder: string, timeZone: string) {
    const wall = new Intl.DateTimeFormat("sv-SE", {
      timeZone,
      dateStyle: "short",
      timeStyle: "short",
    });
    this.#database.function("wall", (iso) => wall.format(new Date(String(iso))));
    this.#database.prepare("ATTACH ? AS j").run(join(folder, JOURNAL_FILE));
    this.#database.exec(`
      CREATE TABLE placed AS SELECT *,
        row_number() OVER board AS place,
        lag(verdict) OVER board AS before,
        lag(fixture) OVER board AS beforeFixture
      FROM (
        SELECT s.run, s.lot, s.serial, s.fixture,
          coalesce(e.record, s.record) ->> '$.attempt' AS attempt,
          coalesce(e.record, s.record) ->> '$.operator' AS operator,
          coalesce(e.record, s.record) ->> '$.recipe.name' || ' '
            || substr(coalesce(e.record, s.record) ->> '$.recipe.sha256', 1, 8) AS recipe,
          s.record ->> '$.startedAt' AS startedAt,
          wall(s.record ->> '$.startedAt') AS wall,
          coalesce(e.record ->> '$.verdict', 'open') AS verdict,
          e.record ->> '$.failure.code' AS code,
          e.record ->> '$.board.mac' AS mac,
          round((julianday(e.record ->> '$.endedAt') - julianday(s.record ->> '$.startedAt'))
            * 86400000) AS ms
        FROM j.run_started s LEFT JOIN j.run_ended e ON e.run = s.run
      ) WINDOW board AS (PARTITION BY lot, serial ORDER BY attempt, startedAt, run);

      CREATE TABLE r AS SELECT *,
        ends AND count(*) FILTER (WHERE ends) OVER (PARTITION BY lot, mac) > 1 AS doubtful
      FROM (
        SELECT *, verdict = 'pass' AND place = max(place) OVER (PARTITION BY lot, serial) AS ends
        FROM placed
      );

      CREATE TABLE step AS
        SELECT r.run, step.value ->> '$.step' AS name, sum(step.value ->> '$.durationMs') AS ms
        FROM r JOIN j.run_ended e ON e.run = r.run, json_each(e.record, '$.steps') AS step
        WHERE r.verdict = 'pass' GROUP BY r.run, name;
      CREATE INDEX step_name ON step (name, ms);`);
    this.#record = this.#database.prepare("SELECT record FROM j.run_ended WHERE run = ?");
  }

  /** Any rows; of objects without a prototype, which compare with none. */
  rows(sql: string): readonly Row[] {
    return this.#database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  }

  /** A run's record as it is kept. */
  record(run: string): unknown {
    return this.#record.get(run)?.record;
  }

  /** The yields of the runs with one `key`, an expression over `r`. */
  yields(key: string): readonly CountedYields[] {
    return this.rows(`
      SELECT key,
        count(*) FILTER (WHERE isLast) AS boards,
        count(*) FILTER (WHERE isLast AND verdict = 'pass' AND NOT doubtful) AS pass,
        count(*) FILTER (WHERE isLast AND doubtful) AS doubtful,
        count(*) FILTER (WHERE isLast AND verdict = 'fail') AS fail,
        count(*) FILTER (WHERE isLast AND verdict = 'error') AS error,
        count(*) FILTER (WHERE isLast AND verdict = 'aborted') AS aborted,
        count(*) FILTER (WHERE isLast AND verdict = 'open') AS open,
        count(*) FILTER (WHERE verdict <> 'open') AS runs,
        count(*) FILTER (WHERE place = 1 AND verdict = 'pass') AS firstPass,
        count(*) FILTER (WHERE place = 1 AND verdict IN ('pass', 'fail')) AS firstOf,
        count(DISTINCT CASE WHEN verdict IN ('pass', 'fail') THEN lot || '/' || serial END) AS finalOf
      FROM (
        SELECT *, place = max(place) OVER (PARTITION BY key, lot, serial) AS isLast
        FROM (SELECT ${key} AS key, * FROM r)
      ) GROUP BY key ORDER BY key`) as unknown as readonly CountedYields[];
  }

  /** Of `count` numbers that a query gives as `ms`, the least that so many hundredths do not exceed. */
  percentile(from: string, count: number, hundredths: number): number {
    const skipped = Math.ceil((count * hundredths) / 100) - 1;
    return Number(this.rows(`${from} ORDER BY ms LIMIT 1 OFFSET ${skipped}`)[0]?.ms);
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }
}
