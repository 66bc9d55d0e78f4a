import { hash } from "node:crypto";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";

/** The name by which the database's triggers call `chainHash`. */
const HASH_FUNCTION = "flashline_hash";

/** Stands before the first hash of a chain. */
export const NO_HASH: Uint8Array = new Uint8Array(32);

/** A column's value and what SQLite calls its type; a text as its bytes, an integer as bigint. */
export type TypedValue = readonly [type: string, value: SQLOutputValue];

/** A row at its place of the chain. */
export interface ChainedRow {
  /** The hash of the place before: 32 bytes. */
  readonly previous: Uint8Array;
  /** From 1. */
  readonly place: bigint;
  readonly table: string;
  /** In the table's order. */
  readonly columns: readonly TypedValue[];
}

/** SQL: the columns as `chainHash` wants them, each as type and value; `of` is a row's name and a dot, or nothing. */
export const typedColumns = (columns: readonly string[], of = ""): string =>
  columns
    .map((name) => `${of}${name}`)
    .map((it) => `typeof(${it}), iif(typeof(${it}) = 'text', CAST(${it} AS BLOB), ${it})`)
    .join(", ");

/** What `typedColumns` selected. */
export const typedValues = (selected: readonly SQLOutputValue[]): readonly TypedValue[] =>
  selected.flatMap((type, n): TypedValue[] =>
    n % 2 === 0 ? [[String(type), selected[n + 1] ?? null]] : [],
  );

/** SQL: the hash of a row that a trigger has as NEW. `previous` and `place` are SQL, too. */
export const hashOfNew = (
  table: string,
  columns: readonly string[],
  { previous, place }: { readonly previous: string; readonly place: string },
): string =>
  `${HASH_FUNCTION}(${previous}, ${place}, CAST('${table}' AS BLOB), ${typedColumns(columns, "NEW.")})`;

/**
 * SHA-256 over the hash before, the place (8 bytes, big endian), the table's name as a text and the
 * columns. Columns that are null at the end are left out: one that is added later is null in rows of before.
 */
export const chainHash = ({ previous, place, table, columns }: ChainedRow): Uint8Array => {
  const last = columns.findLastIndex(([type]) => type !== "null");
  return hash(
    "sha256",
    Buffer.concat([
      previous,
      wide((view) => view.setBigInt64(0, place)),
      encode(["text", Buffer.from(table)]),
      ...columns.slice(0, last + 1).map(encode),
    ]),
    "buffer",
  );
};

/** Teaches a connection the function without which the triggers let no row in. */
export const registerChainHash = (database: DatabaseSync): void =>
  database.function(
    HASH_FUNCTION,
    { varargs: true, deterministic: true, useBigIntArguments: true },
    (previous, place, table, ...rest) => {
      if (!(previous instanceof Uint8Array) || !(table instanceof Uint8Array)) {
        throw new Error("its chain of rows is broken");
      }
      return chainHash({
        previous,
        place: BigInt(String(place)),
        table: Buffer.from(table).toString(),
        columns: typedValues(rest),
      });
    },
  );

/** A letter for the type, then 8 bytes big endian: the number, or how many bytes follow. */
const encode = ([type, value]: TypedValue): Uint8Array => {
  if (value instanceof Uint8Array) {
    const length = wide((view) => view.setBigUint64(0, BigInt(value.length)));
    return Buffer.concat([Buffer.from(type === "text" ? "T" : "B"), length, value]);
  }
  if (typeof value === "bigint") {
    return Buffer.concat([Buffer.from("I"), wide((view) => view.setBigInt64(0, value))]);
  }
  if (typeof value === "number") {
    return Buffer.concat([Buffer.from("R"), wide((view) => view.setFloat64(0, value))]);
  }
  return Buffer.from("N");
};

const wide = (write: (view: DataView) => void): Uint8Array => {
  const view = new DataView(new ArrayBuffer(8));
  write(view);
  return new Uint8Array(view.buffer);
};
