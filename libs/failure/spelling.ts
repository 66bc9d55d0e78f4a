import { hexByte } from "../bytes/hex.ts";
import { printable } from "./printable.ts";

/** Text of a failure's data, safe to print and not too long. */
export const text = (raw: string, max = 60): string => printable(raw, max);

/** A reason as part of a sentence: it often ends its own, ours adds the full stop. */
export const reason = (raw: string): string => printable(raw.replace(/\.+$/, ""), 240);

/** Names of a chip's answers to long commands (uart-protocol.md section 2.1). */
const STATUS_NAMES: readonly string[] = [
  "done",
  "flash busy",
  "SPI operation timed out",
  "flash operation timed out",
  "packet length wrong",
  "payload missing",
  "address or parameter refused",
  "unknown command",
  "internal error",
  "SPI flash write error",
  "protected area",
];

/** A status byte with its name: `0x06 (address or parameter refused)`. */
export const statusText = (status: number): string =>
  `${hexByte(status)} (${STATUS_NAMES[status] ?? "no known meaning"})`;

/** Bits of a flash's status register that keep it from being written (uart-protocol.md section 4.2). */
const LOCKS: readonly (readonly [mask: number, name: string])[] = [
  [0x0001, "busy"],
  [0x007c, "block protection BP"],
  [0x0080, "SRP0"],
  [0x0100, "SRP1"],
  [0x4000, "CMP"],
];

/** A status register with the locks that are set: `0x407c (block protection BP, CMP)`. */
export const registerText = (value: number): string => {
  const locks = LOCKS.filter(([mask]) => (value & mask) !== 0).map(([, name]) => name);
  const hex = `0x${value.toString(16).padStart(4, "0")}`;
  return locks.length === 0 ? `${hex} (no lock set)` : `${hex} (${locks.join(", ")})`;
};
