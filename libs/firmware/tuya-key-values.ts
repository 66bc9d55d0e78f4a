import { findBytes } from "../bytes/find-bytes.ts";
import { fromHex } from "../bytes/hex.ts";

/** AES-128 of 16 × FF under Tuya's fixed key: in every key block (firmware-formats.md section 9.5). */
export const TUYA_KEY_BLOCK = fromHex("46dced0e672f3b70ae1276a3f8712e03");

/** Where it stands in a key block. */
export const KEY_BLOCK_MARK_AT = 32;

/** Where a Tuya key-value area starts in these bytes, or undefined if there is none. */
export const findKeyValues = (bytes: Uint8Array): number | undefined => {
  const mark = findBytes(bytes, TUYA_KEY_BLOCK);
  return mark === undefined ? undefined : Math.max(0, mark - KEY_BLOCK_MARK_AT);
};
