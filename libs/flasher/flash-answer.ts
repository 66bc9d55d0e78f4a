import { ERASE_SIZE, LONG_OP } from "../bk72xx/commands.ts";
import type { Reply } from "../bk72xx/reply-decoder.ts";
import { readU32 } from "../bytes/little-endian.ts";
import { BLOCK_BYTES, type Range, SECTOR_BYTES } from "../bytes/ranges.ts";

/**
 * What a chip said to an erase or a write. `done` names the range it acted on by its own account,
 * which need not be the one sent; `refused` a status other than 0 and the address that came with it.
 */
export type FlashAnswer =
  | { readonly kind: "done"; readonly range: Range }
  | { readonly kind: "refused"; readonly address: number; readonly status: number }
  | { readonly kind: "silent" };

/** Statuses that asking again cannot change: refused address, unknown command, flash error, protected area. */
const FINAL: ReadonlySet<number> = new Set([6, 7, 9, 10]);

/**
 * Whether a refusal is meant (uart-protocol.md section 2.1). Busy and timed out pass by themselves;
 * a frame that arrived short, and a number no chip sends, are the wire's doing.
 */
export const isFinalStatus = (status: number): boolean => FINAL.has(status);

/** The answer in a reply to an erase, or undefined if it is none. The flash aligns addresses down. */
export const eraseAnswerIn = (reply: Reply): FlashAnswer | undefined => {
  if (reply.kind !== "long" || reply.op !== LONG_OP.erase || reply.payload.length !== 5)
    return undefined;
  const { status, payload } = reply;
  const address = readU32(payload, 1);
  if (status !== 0) return { kind: "refused", address, status };
  // Of a size nobody sends the worst is assumed.
  const bytes = payload[0] === ERASE_SIZE.sector ? SECTOR_BYTES : BLOCK_BYTES;
  const start = address - (address % bytes);
  return { kind: "done", range: { start, end: start + bytes } };
};

/** The answer in a reply to a write of 4 KiB, or undefined if it is none. */
export const writeAnswerIn = (reply: Reply): FlashAnswer | undefined => {
  if (reply.kind !== "long" || reply.op !== LONG_OP.write4k || reply.payload.length !== 4)
    return undefined;
  const address = readU32(reply.payload, 0);
  if (reply.status !== 0) return { kind: "refused", address, status: reply.status };
  return { kind: "done", range: { start: address, end: address + SECTOR_BYTES } };
};

/** What T puts in place of the low half of the address of a write it refuses (section 3.9). */
const MANGLED_LOW = 0x20e0;

/**
 * Whether a refusal tells that the chip took another address than any the station sends: one below
 * 0x20E0, where alone it refuses. Pages from there on were programmed while they arrived (hazard H1).
 */
export const isRefusalAstray = (address: number): boolean => address === MANGLED_LOW;

/** Whether a refused write's address is that of the write sent, mangled or not. */
export const isRefusalOf = (sent: number, address: number): boolean =>
  address === sent || address === ((sent & 0xffff0000) | MANGLED_LOW) >>> 0;
