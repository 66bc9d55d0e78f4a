import { ERASE_SIZE, LONG_OP, SHORT_OP } from "../bk72xx/commands.ts";
import type { Reply } from "../bk72xx/reply-decoder.ts";
import { hexAddress, hexByte, toHex } from "../bytes/hex.ts";
import { readU32 } from "../bytes/little-endian.ts";

/** A request as an account tells it: its head as bytes, what it writes not at all. */
export interface ToldRequest {
  /** Such as `write sector`; requests are counted by it. */
  readonly name: string;
  /** Such as `0x011000`; of a CRC its range; empty where it has none. */
  readonly place: string;
  /** What its answer has for an operation code; undefined where none comes. */
  readonly answer: { readonly kind: Reply["kind"]; readonly op: number } | undefined;
  /** Address that its answer must name, if it names any. */
  readonly address: number | undefined;
  /** Hex of the bytes that are shown. */
  readonly bytes: string;
  /** Bytes that are not: what stands in a flash may be a key. */
  readonly hidden: number;
  /** Its answer holds what a flash or eFuse holds, or it is what a flash is given. */
  readonly carries: "content" | "nothing secret";
}

/** An answer as an account tells it. */
export interface ToldReply {
  readonly what: string;
  readonly bytes: string;
  readonly hidden: number;
  /** Address that it names, if any. */
  readonly address: number | undefined;
}

/** Bytes of a frame before a long one's operation code, and a short one's. */
const LONG_HEAD = 8;
const SHORT_HEAD = 5;
const SHOWN_BYTES = 24;
/** The eFuse's data register holds the code key, a byte at a time (uart-protocol.md section 3.12). */
const EFUSE_DATA = 0x800078;

const SHORT_NAMES: Readonly<Record<number, string>> = {
  [SHORT_OP.linkCheck]: "link check",
  [SHORT_OP.writeRegister]: "write register",
  [SHORT_OP.readRegister]: "read register",
  [SHORT_OP.reboot]: "reboot",
  [SHORT_OP.setBaud]: "set baud",
  [SHORT_OP.crc]: "crc",
  [SHORT_OP.bootVersion]: "boot version",
  [SHORT_OP.stayInRom]: "stay in rom",
};

const LONG_NAMES: Readonly<Record<number, string>> = {
  [LONG_OP.write256]: "write page",
  [LONG_OP.write4k]: "write sector",
  [LONG_OP.read4k]: "read sector",
  [LONG_OP.readStatus]: "read status",
  [LONG_OP.writeStatus]: "write status",
  [LONG_OP.flashId]: "flash id",
  [LONG_OP.erase]: "erase",
};

/** What a frame of ours asks. Frames that are no request, such as fill bytes, are told as `fence` or `other`. */
export const tellRequest = (frame: Uint8Array): ToldRequest => {
  const isFrame = frame[0] === 0x01 && frame[1] === 0xe0 && frame[2] === 0xfc;
  if (!isFrame) return plain(frame.every((byte) => byte === 0xff) ? "fence" : "other", frame);
  return frame[3] === 0xff ? tellLong(frame) : tellShort(frame);
};

const plain = (name: string, frame: Uint8Array): ToldRequest => ({
  ...{ name, place: "", answer: undefined, address: undefined },
  ...cut(frame, SHOWN_BYTES),
  carries: "nothing secret",
});

const tellShort = (frame: Uint8Array): ToldRequest => {
  const op = frame[4] ?? 0;
  const told = plain(SHORT_NAMES[op] ?? `short ${hexByte(op)}`, frame);
  // Many at once are there to fill a request that arrived short.
  if (frame.length > 4 + (frame[3] ?? 0)) return { ...told, name: "fill bytes" };
  const answer = { kind: "short", op: op === SHORT_OP.linkCheck ? 1 : op } as const;
  const address = readU32(frame, SHORT_HEAD);
  switch (op) {
    case SHORT_OP.reboot:
      return told;
    case SHORT_OP.crc: {
      const end = readU32(frame, SHORT_HEAD + 4);
      return { ...told, answer, place: `${hexAddress(address)}..${hexAddress(end)}` };
    }
    case SHORT_OP.readRegister:
    case SHORT_OP.writeRegister: {
      const carries = address === EFUSE_DATA ? "content" : "nothing secret";
      return { ...told, answer, address, place: hexAddress(address), carries };
    }
    case SHORT_OP.setBaud:
      return { ...told, answer, place: String(address) };
    default:
      return { ...told, answer };
  }
};

const tellLong = (frame: Uint8Array): ToldRequest => {
  const op = frame[7] ?? 0;
  const name = LONG_NAMES[op] ?? `long ${hexByte(op)}`;
  const answer = { kind: "long", op } as const;
  const told = { ...plain(name, frame), answer };
  switch (op) {
    case LONG_OP.erase: {
      const unit = frame[LONG_HEAD] === ERASE_SIZE.sector ? "sector" : "block";
      const address = readU32(frame, LONG_HEAD + 1);
      return { ...told, name: `erase ${unit}`, address, place: hexAddress(address) };
    }
    case LONG_OP.write4k:
    case LONG_OP.write256:
    case LONG_OP.read4k: {
      const address = readU32(frame, LONG_HEAD);
      const shown = cut(frame, LONG_HEAD + 4);
      return { ...told, ...shown, address, place: hexAddress(address), carries: "content" };
    }
    default:
      return told;
  }
};

/** What an answer says, its content left out: that of a flash, of the eFuse, of anything not known. */
export const tellReply = ({ kind, op, payload, ...rest }: Reply): ToldReply => {
  const status = "status" in rest ? ` status ${hexByte(rest.status)}` : "";
  const what = `${kind} ${hexByte(op)}${status}`;
  const { address, shown } = meaningOf(kind, op, payload);
  return { what, address, ...cut(payload, shown) };
};

interface PayloadMeaning {
  readonly address: number | undefined;
  /** Bytes that may be shown. */
  readonly shown: number;
}

const meaningOf = (kind: Reply["kind"], op: number, payload: Uint8Array): PayloadMeaning => {
  if (kind === "short") {
    if (op === SHORT_OP.readRegister || op === SHORT_OP.writeRegister) {
      const address = readU32(payload, 0);
      return { address, shown: address === EFUSE_DATA ? 4 : 8 };
    }
    return { address: undefined, shown: op in SHORT_NAMES ? SHOWN_BYTES : 4 };
  }
  if (op === LONG_OP.erase) return { address: readU32(payload, 1), shown: 5 };
  const isMoved = op === LONG_OP.write4k || op === LONG_OP.write256 || op === LONG_OP.read4k;
  if (isMoved) return { address: readU32(payload, 0), shown: 4 };
  return { address: undefined, shown: op in LONG_NAMES ? 8 : 4 };
};

const cut = (
  bytes: Uint8Array,
  shown: number,
): { readonly bytes: string; readonly hidden: number } => ({
  bytes: toHex(bytes.subarray(0, shown)),
  hidden: Math.max(0, bytes.length - shown),
});
