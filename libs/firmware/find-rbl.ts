import { findEveryBytes } from "../bytes/find-bytes.ts";
import { isBlockAt } from "./code-block.ts";
import {
  RBL_MAGIC,
  type RblHeader,
  type RblHeaderFault,
  readStoredRblHeader,
  STORED_HEADER_BYTES,
} from "./rbl-header.ts";

/** Where a part's header was found, or the damaged one in its place, or none. */
export type RblSearch =
  | { readonly kind: "found"; readonly at: number; readonly header: RblHeader }
  | { readonly kind: "damaged"; readonly at: number; readonly fault: RblHeaderFault }
  | { readonly kind: "none" };

/**
 * The last RBL header of that name among stored bytes, or the first. It is searched for, as its place differs
 * between packers and may be off the grid of blocks (firmware-formats.md section 6.2). One that
 * ends the bytes counts as a header even if its first block is damaged.
 */
export const findRblHeader = (
  stored: Uint8Array,
  name: string,
  which: "first" | "last" = "last",
): RblSearch => {
  let best: RblSearch = { kind: "none" };
  for (const at of findEveryBytes(stored, RBL_MAGIC)) {
    if (!isBlockAt(stored, at) && at !== stored.length - STORED_HEADER_BYTES) continue;
    const read = readStoredRblHeader(stored, at);
    if (!read.ok && best.kind !== "found") best = { kind: "damaged", at, fault: read.fault };
    if (!read.ok || read.header.name !== name) continue;
    best = { kind: "found", at, header: read.header };
    if (which === "first") return best;
  }
  return best;
};
