import { crc32 } from "../bytes/crc32.ts";
import { hex32 } from "../bytes/hex.ts";
import type { Failure } from "../failure/failure.ts";
import type { WrongRegion } from "./verification.ts";

/** A wrong region as a failure. `sectors`: how many differ in all, where they were counted. */
export const mismatchOf = ({ start, bytes, found }: WrongRegion, sectors?: number): Failure => ({
  code: "verify-mismatch",
  address: start,
  length: bytes.length,
  ...(sectors !== undefined && { sectors }),
  expected: hex32(crc32(bytes)),
  found: hex32(found),
});
