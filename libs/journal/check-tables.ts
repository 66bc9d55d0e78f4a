import { DatabaseSync } from "node:sqlite";
import { registerChainHash } from "./chain-hash.ts";
import { type JournalFault, journalFault } from "./journal-fault.ts";
import { migrate } from "./schema.ts";

/** Tables, indexes and triggers that are not those of the tables' version: missing, changed, or not ours. */
export const checkTables = (database: DatabaseSync, version: number): readonly JournalFault[] => {
  const should = MADE.get(version) ?? make(version);
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

/** What each version's tables are made of, once it was asked for: to make them takes longer than to look. */
const MADE = new Map<number, Objects>();

const make = (version: number): Objects => {
  using own = new DatabaseSync(":memory:");
  registerChainHash(own);
  migrate(own, 0, version);
  const objects = objectsOf(own);
  MADE.set(version, objects);
  return objects;
};

const fault = (problem: string, table: string): JournalFault =>
  journalFault("tables-changed", problem, { table });

interface DatabaseObject {
  readonly table: string;
  readonly sql: string;
}

/** By kind and name, as in `trigger chain_no_update`. */
type Objects = ReadonlyMap<string, DatabaseObject>;

const objectsOf = (database: DatabaseSync): Objects =>
  new Map(
    database
      .prepare("SELECT type, name, tbl_name, coalesce(sql, '') AS sql FROM sqlite_schema")
      .all()
      .map(({ type, name, tbl_name, sql }) => [
        `${type} ${name}`,
        { table: String(tbl_name), sql: String(sql) },
      ]),
  );
