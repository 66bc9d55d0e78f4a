import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { atRest } from "../../../libs/journal/at-rest.ts";
import { verifyJournal } from "../../../libs/journal/verify-journal.ts";
import { openRaw, TABLES } from "./full-journal.ts";
import { type RowByte, rowBytes } from "./row-bytes.ts";
import { scratchFolder } from "./scratch.ts";

interface Bytes {
  readonly file: string;
  readonly rows: readonly RowByte[];
}

/** A journal at rest with rows in every table, and where they stand in the file. */
const journalAtRest = (): Bytes => {
  const folder = scratchFolder();
  openRaw(folder).close();
  const file = join(folder, "journal.sqlite");
  const roots = rootsOf(file);
  const content = readFileSync(file);
  return { file, rows: TABLES.flatMap((table) => rowBytes(content, table, roots.get(table) ?? 0)) };
};

const rootsOf = (file: string): ReadonlyMap<string, number> => {
  using raw = new DatabaseSync(atRest(file), { readOnly: true });
  const tables = raw.prepare("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'").all();
  return new Map(tables.map(({ name, rootpage }) => [String(name), Number(rootpage)]));
};

/** All that any reader of the journal can see, with its types; undefined where it cannot be read. */
const seenIn = (file: string): unknown => {
  try {
    using raw = new DatabaseSync(atRest(file), { readOnly: true });
    return TABLES.map((table) => {
      const columns = raw.prepare("SELECT name FROM pragma_table_info(?)").all(table);
      const typed = columns.map(({ name }) => `typeof(${name}), hex(${name})`);
      return raw.prepare(`SELECT ${typed} FROM ${table} NOT INDEXED`).all();
    });
  } catch {
    return undefined;
  }
};

const change = (file: string, at: number, value: number): void => {
  const open = openSync(file, "r+");
  writeSync(open, Uint8Array.of(value), 0, 1, at);
  closeSync(open);
};

test("a changed byte of a row, of any table and wherever it is in the row, is found", () => {
  const { file, rows } = journalAtRest();
  expect(new Set(rows.map(({ table }) => table))).toEqual(new Set(TABLES));
  expect(verifyJournal({ file, told: [] }).faults).toEqual([]);
  const whole = seenIn(file);
  const content = readFileSync(file);
  const byTable = fc
    .constantFrom(...TABLES)
    .chain((table) => fc.constantFrom(...rows.filter((row) => row.table === table)));
  fc.assert(
    fc.property(byTable, fc.integer({ min: 1, max: 255 }), ({ at }, flipped) => {
      const was = content.readUInt8(at);
      change(file, at, was ^ flipped);
      const found = verifyJournal({ file, told: [] }).faults.length > 0;
      // Some ways to write a value down mean the same, as types 0 and 11 of a row id's column: no reader sees them.
      const isSame = !found && JSON.stringify(seenIn(file)) === JSON.stringify(whole);
      change(file, at, was);
      return found || isSame;
    }),
    { numRuns: 80 },
  );
});
