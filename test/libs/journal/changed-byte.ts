import { closeSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { atRest } from "../../../libs/journal/at-rest.ts";
import { type RowByte, rowBytes } from "./row-bytes.ts";

/** A byte of a row, in a journal's file. */
export interface JournalByte extends RowByte {
  readonly file: string;
}

/** Where the rows of the tables stand in a journal at rest. */
export const journalBytes = (file: string, tables: readonly string[]): readonly JournalByte[] => {
  const roots = rootsOf(file);
  const content = readFileSync(file);
  return tables.flatMap((table) =>
    rowBytes(content, table, roots.get(table) ?? 0).map((byte) => ({ ...byte, file })),
  );
};

/** Flips bits of a byte, until disposed. */
export const changeByte = ({ file, at }: JournalByte, flipped: number): Disposable => {
  const open = openSync(file, "r+");
  const was = new Uint8Array(1);
  readSync(open, was, 0, 1, at);
  writeSync(
    open,
    was.map((byte) => byte ^ flipped),
    0,
    1,
    at,
  );
  return {
    [Symbol.dispose]: () => {
      writeSync(open, was, 0, 1, at);
      closeSync(open);
    },
  };
};

/** All that any reader of a journal at rest can see of its tables, with its types; undefined where it cannot be read. */
export const seenIn = (file: string, tables: readonly string[]): unknown => {
  try {
    using raw = new DatabaseSync(atRest(file), { readOnly: true });
    return tables.map((table) => {
      const columns = raw.prepare("SELECT name FROM pragma_table_info(?)").all(table);
      const typed = columns.map(({ name }) => `typeof(${name}), hex(${name})`);
      return raw.prepare(`SELECT ${typed} FROM ${table} NOT INDEXED`).all();
    });
  } catch {
    return undefined;
  }
};

const rootsOf = (file: string): ReadonlyMap<string, number> => {
  using raw = new DatabaseSync(atRest(file), { readOnly: true });
  const tables = raw.prepare("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'").all();
  return new Map(tables.map(({ name, rootpage }) => [String(name), Number(rootpage)]));
};
