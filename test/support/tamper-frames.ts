import type { Tampering } from "./tampered-link.ts";

/** Operation codes of the frames that tests spoil. */
export const OP = {
  readRegister: 0x03,
  crc: 0x10,
  write: 0x07,
  read: 0x09,
  erase: 0x0f,
  setBaud: 0x0f,
  flashId: 0x0e,
} as const;

/** What becomes of a frame's payload; undefined: all of the frame is lost. Lengths stay as announced. */
export type Change = (payload: Uint8Array) => Uint8Array | undefined;

interface Shape {
  readonly head: number;
  readonly fits: (bytes: Uint8Array) => boolean;
}

// Where a frame's marks and its operation code stand (uart-protocol.md section 2).
const longRequest = (op: number): Shape => ({
  head: 8,
  fits: (bytes) => bytes[3] === 0xff && bytes[4] === 0xf4 && bytes[7] === op,
});
const longReply = (op: number): Shape => ({
  head: 10,
  fits: (bytes) => bytes[0] === 0x04 && bytes[6] === 0xf4 && bytes[9] === op,
});
const shortReply = (op: number): Shape => ({
  head: 7,
  fits: (bytes) => bytes[0] === 0x04 && bytes[2] !== 0xff && bytes[6] === op,
});

/** The numbers of the frames to spoil, counted from 1. */
type Which = number | ((nth: number) => boolean);

const spoiling = ({ head, fits }: Shape, which: Which, change: Change) => {
  let seen = 0;
  return (bytes: Uint8Array): Uint8Array => {
    if (!fits(bytes)) return bytes;
    seen += 1;
    if (typeof which === "number" ? seen !== which : !which(seen)) return bytes;
    const changed = change(bytes.slice(head));
    if (changed === undefined) return new Uint8Array(0);
    return Uint8Array.from([...bytes.subarray(0, head), ...changed]);
  };
};

/** Spoils long requests; their payload follows the operation code. */
export const request = (op: number, which: Which, change: Change): Tampering => ({
  toChip: spoiling(longRequest(op), which, change),
});

/** Spoils long replies; their payload begins with the status. */
export const reply = (op: number, which: Which, change: Change): Tampering => ({
  toHost: spoiling(longReply(op), which, change),
});

/** Spoils short replies. */
export const answer = (op: number, which: Which, change: Change): Tampering => ({
  toHost: spoiling(shortReply(op), which, change),
});

/** Turns bits over in one byte. */
export const flip =
  (at: number, mask: number): Change =>
  (payload) =>
    payload.map((byte, index) => (index === at ? byte ^ mask : byte));

/** One byte does not arrive. */
export const without =
  (at: number): Change =>
  (payload) =>
    payload.filter((_, index) => index !== at);

/** One byte arrives as another. */
export const set =
  (at: number, value: number): Change =>
  (payload) =>
    payload.map((byte, index) => (index === at ? value : byte));

/** Nothing arrives. */
export const lose: Change = () => undefined;
