import { fieldText } from "../bytes/text.ts";

/** Index of the nibble that counts on a jig: "flasher single" (firmware-formats.md section 3.4). */
const FLASHER_SINGLE = 3;

/** Bytes of nibbles before the names. */
const NIBBLE_BYTES = 3;

/** Where the blocks from here on go: a partition, nowhere, or the tag is broken. */
export type Uf2Target =
  | { readonly kind: "partition"; readonly name: string }
  | { readonly kind: "skip" }
  | { readonly kind: "broken" };

/** What an OTA_PART_INFO tag says for a station: six nibbles, then NUL-terminated names. */
export const targetOf = (partInfo: Uint8Array): Uf2Target => {
  if (partInfo.length < NIBBLE_BYTES) return { kind: "broken" };
  const pair = partInfo[FLASHER_SINGLE >> 1] ?? 0;
  const choice = FLASHER_SINGLE % 2 === 0 ? pair >> 4 : pair & 15;
  if (choice === 0) return { kind: "skip" };
  let at = NIBBLE_BYTES;
  for (let number = 1; at < partInfo.length; number += 1) {
    const nul = partInfo.indexOf(0, at);
    const end = nul < 0 ? partInfo.length : nul;
    if (number === choice)
      return { kind: "partition", name: fieldText(partInfo.subarray(at, end)) };
    at = end + 1;
  }
  return { kind: "broken" };
};
