import { ERASE_SIZE, LONG_OP, SHORT_OP } from "../../libs/bk72xx/commands.ts";
import { hexAddress } from "../../libs/bytes/hex.ts";
import { readU32 } from "../../libs/bytes/little-endian.ts";
import { BLOCK_BYTES, type Range, SECTOR_BYTES } from "../../libs/bytes/ranges.ts";
import type { Request } from "../../libs/simulator/request-parser.ts";

/** What the station asked of the flash, if anything, and its name for a trace. */
export interface RequestMeaning {
  readonly does: "change" | "prove" | "other";
  readonly text: string;
  /** Flash addresses; empty for "other". */
  readonly range: Range;
}

const NOWHERE: Range = { start: 0, end: 0 };
const EVERYWHERE: Range = { start: 0, end: 2 ** 32 };
const CHIP_ERASE = 0x0a;

/** Reads a request of the station: erases and writes change, CRCs and reads prove. */
export const readRequest = ({ kind, op, payload }: Request): RequestMeaning =>
  kind === "short" ? readShort(op, payload) : readLong(op, payload);

const readShort = (op: number, payload: Uint8Array): RequestMeaning => {
  switch (op) {
    case SHORT_OP.linkCheck:
      return other("link check");
    case SHORT_OP.readRegister:
      return other(`read register ${hexAddress(readU32(payload, 0))}`);
    case SHORT_OP.setBaud:
      return other(`set baud ${readU32(payload, 0)}, delay ${payload[4]}`);
    case SHORT_OP.crc:
      return prove("crc", { start: readU32(payload, 0), end: readU32(payload, 4) + 1 });
    default:
      return other(`short ${op.toString(16)} ${Buffer.from(payload).toString("hex")}`);
  }
};

const readLong = (op: number, payload: Uint8Array): RequestMeaning => {
  switch (op) {
    case LONG_OP.write256:
    case LONG_OP.write4k:
      return change("write", readU32(payload, 0), payload.length - 4);
    case LONG_OP.read4k:
      return prove("read", rangeOf(readU32(payload, 0), SECTOR_BYTES));
    case LONG_OP.erase:
      return readErase(payload[0] ?? 0, readU32(payload, 1));
    case CHIP_ERASE:
      return { does: "change", text: "erase the whole chip", range: EVERYWHERE };
    default:
      return other(`long ${op.toString(16)} ${Buffer.from(payload).toString("hex").slice(0, 16)}`);
  }
};

/** The part aligns an address to its unit, whatever was meant. */
const readErase = (size: number, address: number): RequestMeaning => {
  const unit = size === ERASE_SIZE.sector ? SECTOR_BYTES : BLOCK_BYTES;
  return change(`erase ${unit / 1024}K`, address - (address % unit), unit);
};

const rangeOf = (start: number, length: number): Range => ({ start, end: start + length });

const other = (text: string): RequestMeaning => ({ does: "other", text, range: NOWHERE });

const describe = (text: string, { start, end }: Range): string =>
  `${text} ${hexAddress(start)}..${hexAddress(end)}`;

const prove = (text: string, range: Range): RequestMeaning => ({
  does: "prove",
  text: describe(text, range),
  range,
});

const change = (text: string, start: number, length: number): RequestMeaning => {
  const range = rangeOf(start, length);
  return { does: "change", text: describe(text, range), range };
};
