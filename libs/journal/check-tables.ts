import { DatabaseSync } from "node:sqlite";
import { registerChainHash } from "./chain-hash.ts";
import { type JournalFault, journalFault } from "./journal-fault.ts";
import { migrate } from "./schema.ts";

/** Tables, indexes and triggers that are not those of the tables' version: missing, changed, or not ours. */
export const checkTables = (database: DatabaseSync, version: number): readonly JournalFault[] => {
  using own = new DatabaseSync(":memory:");
  registerChainHash(own);
  migrate(own, 0, version);
  const should = objectsOf(own);
  const is = objectsOf(database);
  return [
    ...[...should].flatMap(([name, { sql, table }]) => {
      const found = is.get(name);
      if (found === undefined) return [fault(`The ${name} is missing.`, table)];
      if (found.sql === sql && found.table === table) return [];
      return [fault(`The ${name} was changed.`, table)];
    }),
    ...[...is].flatMap(([name, { table }]) =>
      should.has(name)
        ? []
        : [journalFault("not-ours", `The ${name} is not Flashline's.`, { table })],
    ),
  ];
};

const fault = (problem: string, table: string): JournalFault =>
  journalFault("tables-changed", problem, { table });

interface DatabaseObject {
  readonly table: string;
  readonly sql: string;
}

/** By kind and name, as in `trigger chain_no_update`. */
const objectsOf = (database: DatabaseSync): ReadonlyMap<string, DatabaseObject> =>
  new Map(
    database
      .prepare("SELECT type, name, tbl_name, coalesce(sql, '') AS sql FROM sqlite_schema")
      .all()
      .map(({ type, name, tbl_name, sql }) => [
        `${type} ${name}`,
        { table: String(tbl_name), sql: String(sql) },
      ]),
  );
