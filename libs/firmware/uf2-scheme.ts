import { fieldText } from "../bytes/text.ts";

/** Index of each scheme's nibble that can count on a chip with one app (firmware-formats.md section 3.4). */
export const UF2_SCHEME = { deviceSingle: 0, flasherSingle: 3 } as const;

/** Who writes the data: the device itself when it updates, or a flasher. */
export type Uf2Scheme = keyof typeof UF2_SCHEME;

/** Bytes of nibbles before the names. */
const NIBBLE_BYTES = 3;

/** The scheme's nibble among six, or undefined if there are none. */
const nibbleOf = (nibbles: Uint8Array, scheme: Uf2Scheme): number | undefined => {
  if (nibbles.length < NIBBLE_BYTES) return undefined;
  const index = UF2_SCHEME[scheme];
  const pair = nibbles[index >> 1] ?? 0;
  return index % 2 === 0 ? pair >> 4 : pair & 15;
};

/** Where the blocks from here on go: a partition, nowhere, or the tag is broken. */
export type Uf2Target =
  | { readonly kind: "partition"; readonly name: string }
  | { readonly kind: "skip" }
  | { readonly kind: "broken" };

/** What an OTA_PART_INFO tag says for a scheme: six nibbles, then NUL-terminated names. */
export const targetOf = (partInfo: Uint8Array, scheme: Uf2Scheme): Uf2Target => {
  const choice = nibbleOf(partInfo, scheme);
  if (choice === undefined) return { kind: "broken" };
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

/** Whether OTA_PART_LIST, if the header has one, leaves room for data of the scheme. */
export const listsScheme = (partList: Uint8Array | undefined, scheme: Uf2Scheme): boolean =>
  partList === undefined || nibbleOf(partList, scheme) !== 0;
