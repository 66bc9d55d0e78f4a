import { MAC_FIELD, type MacRange } from "../recipe/recipe-identity.ts";
import type { ValueList } from "./value-row.ts";

/** The MACs of a range, one entry each; `source` is how messages name it. */
export const rangeValues = ({ mac, count }: MacRange, source: string): ValueList => ({
  source,
  fields: [MAC_FIELD],
  rows: Array.from({ length: count }, (_, index) => ({
    line: index + 1,
    serial: null,
    values: new Map([[MAC_FIELD, macAt(mac, index)]]),
  })),
});

const macAt = (first: string, index: number): string =>
  (BigInt(`0x${first}`) + BigInt(index)).toString(16).padStart(12, "0");
