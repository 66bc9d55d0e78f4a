import type { ImportedValue } from "../journal/identity-import.ts";
import { MAC_FIELD } from "../recipe/recipe-identity.ts";
import { SHORT_VALUE } from "./show-value.ts";

/** The values of one board, as they were given. */
export interface ValueRow {
  /** In the file; of a range which one. From 1. */
  readonly line: number;
  /** The serial it is meant for, if it says so. */
  readonly serial: string | null;
  /** By column: a MAC as 12 hex digits. */
  readonly values: ReadonlyMap<string, string>;
}

/** Values from one source. */
export interface ValueList {
  /** File or option, as messages name it. */
  readonly source: string;
  /** The columns, `serial` left out. */
  readonly fields: readonly string[];
  readonly rows: readonly ValueRow[];
}

/**
 * What makes a value one that no second board may have: a MAC among all MACs, any other among those
 * of its column, unless it is so short that it must recur (a PIN).
 */
export const kindOf = (field: string, value: string): string | null => {
  if (field === MAC_FIELD) return "mac";
  return value.length < SHORT_VALUE ? null : `field ${field}`;
};

/** A row's values with what each is unique among. */
export const importedValues = ({ values }: ValueRow): readonly ImportedValue[] =>
  [...values].map(([field, value]) => ({ field, value, kind: kindOf(field, value) }));
