import type { DatabaseSync } from "node:sqlite";
import { chainHash, NO_HASH, typedColumns, typedValues } from "../../../libs/journal/chain-hash.ts";
import { chainedTables } from "../../../libs/journal/chained-table.ts";
import { rawJournal } from "../../support/raw-journal.ts";

/** Changes rows as one does who knows the tables: the triggers are back when it is done. */
export const tamper = (folder: string, sql: string, then = (_: DatabaseSync): void => {}): void => {
  using raw = rawJournal(folder, { enableForeignKeyConstraints: false });
  raw.exec("PRAGMA synchronous = OFF; BEGIN");
  const triggers = raw.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) raw.exec(`DROP TRIGGER ${String(name)}`);
  raw.exec(sql);
  then(raw);
  for (const trigger of triggers) raw.exec(String(trigger.sql));
  raw.exec("COMMIT");
};

/** The same by one who also makes the whole chain anew, so that it proves what there is now. */
export const forge = (folder: string, sql: string): void => tamper(folder, sql, remakeChain);

const remakeChain = (raw: DatabaseSync): void => {
  const tables = new Map(chainedTables(raw).map((table) => [table.name, table]));
  let [previous, place] = [NO_HASH, 0n];
  const places = raw.prepare("SELECT row_of, key FROM chain ORDER BY place").all();
  raw.exec("DELETE FROM chain");
  const insert = raw.prepare("INSERT INTO chain VALUES (?, ?, ?, ?)");
  for (const { row_of, key } of places) {
    const table = tables.get(String(row_of));
    if (table === undefined) throw new Error(`no table ${String(row_of)}`);
    const select = raw.prepare(
      `SELECT ${typedColumns(table.columns)} FROM ${table.name} WHERE json_array(${table.key}) = ?`,
    );
    select.setReadBigInts(true);
    select.setReturnArrays(true);
    const row = select.get(String(key));
    if (row === undefined) continue;
    place += 1n;
    const columns = typedValues(Object.values(row));
    previous = chainHash({ previous, place, table: table.name, columns });
    insert.run(place, table.name, String(key), previous);
  }
};
