import { findBytes } from "../bytes/find-bytes.ts";
import { fromHex } from "../bytes/hex.ts";
import { isBlockAt } from "../firmware/code-block.ts";
import { RBL_MAGIC, readStoredRblHeader } from "../firmware/rbl-header.ts";

/** How a chip's code is stored: scrambled with the key almost all have, or plain. */
export type StoredKey = "default" | "none";

/** The default key's stream for the first block of the bootloader and of the app (firmware-formats.md section 5). */
const FIRST_BLOCK_KEYS = {
  bootloader: fromHex("2107b57c210fb57c2117b57c211fb57c2127b57c212fb57c2137b57c213fb57c"),
  app: fromHex("2107b57e210fb57e2117b57e211fb57e2127b57e212fb57e2137b57e213fb57e"),
} as const;

/** `ldr pc, [pc, #0x14]`, seven times behind the reset branch: what every BK72xx image starts with. */
const VECTOR = [0x14, 0xf0, 0x9f, 0xe5] as const;
const BRANCH = 0xea;

/** Whether the CPU of a chip with this key would find its vectors at `address`. */
export const runsAt = (
  flash: Uint8Array,
  address: number,
  part: keyof typeof FIRST_BLOCK_KEYS,
  storedKey: StoredKey,
): boolean =>
  isBlockAt(flash, address) &&
  FIRST_BLOCK_KEYS[part].every((key, index) => {
    const code = (flash[address + index] ?? 0) ^ (storedKey === "none" ? 0 : key);
    return index < 4 ? index < 3 || code === BRANCH : code === VECTOR[index % 4];
  });

/** Version in the app's RBL header, searched from `from` on; undefined if there is no valid one. */
export const appVersion = (flash: Uint8Array, from: number): string | undefined => {
  let at = findBytes(flash, RBL_MAGIC, from);
  while (at !== undefined) {
    const found = readStoredRblHeader(flash, at);
    if (found.ok) return found.header.version;
    at = findBytes(flash, RBL_MAGIC, at + 1);
  }
  return undefined;
};
