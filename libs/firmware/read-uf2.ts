import { readUf2Blocks } from "./uf2-blocks.ts";
import type { Uf2Fault } from "./uf2-fault.ts";
import { boardOf, partitionsOf } from "./uf2-partitions.ts";
import { UF2_TAG } from "./uf2-tags.ts";
import { collectWrites, tagsOf, type Uf2Write } from "./uf2-writes.ts";

/** What a UF2 file holds for a station. */
export interface Uf2Content {
  readonly family: number;
  /** In order of address, not touching each other; at least one. */
  readonly writes: readonly Uf2Write[];
}

/** The content of a UF2 file, or why it cannot be trusted. */
export type Uf2Result =
  | { readonly ok: true; readonly content: Uf2Content }
  | { readonly ok: false; readonly fault: Uf2Fault };

const fail = (fault: Uf2Fault): Uf2Result => ({ ok: false, fault });

/** Reads a LibreTiny UF2 for the "flasher single" scheme (firmware-formats.md section 3). */
export const readUf2 = (bytes: Uint8Array): Uf2Result => {
  const blocks = readUf2Blocks(bytes);
  if ("fault" in blocks) return fail(blocks);
  const [first] = blocks;
  const header = first && tagsOf(first);
  if (first === undefined || header === undefined) return fail({ fault: "bad-tags", block: 0 });
  if (!header.has(UF2_TAG.otaFormat2)) return fail({ fault: "legacy" });
  const partitions = partitionsOf(header);
  if (partitions === undefined) return fail({ fault: "unknown-layout", board: boardOf(header) });
  const writes = collectWrites(blocks, partitions);
  if ("fault" in writes) return fail(writes);
  return { ok: true, content: { family: first.family, writes } };
};
