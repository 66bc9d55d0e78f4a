import { findBytes } from "../bytes/find-bytes.ts";
import { u32 } from "./reply-frame.ts";

/** A set-baud request up to its rate (uart-protocol.md section 3.4). */
const SET_BAUD = [0x01, 0xe0, 0xfc, 0x06, 0x0f] as const;
const REQUEST_BYTES = 10;

/**
 * How many of these bytes a host sent before it went over to `baud`: all up to the request for that
 * very rate. Who reads late finds the new rate already set, and would take the request for garbage.
 */
export const sentBefore = (bytes: Uint8Array, baud: number): number => {
  const at = findBytes(bytes, Uint8Array.from([...SET_BAUD, ...u32(baud)]), 0);
  return at === undefined ? 0 : Math.min(bytes.length, at + REQUEST_BYTES);
};
