import { crc32 as zlibCrc32 } from "node:zlib";

/** Standard CRC-32 (zlib, Ethernet), unsigned. `seed` continues an earlier result. */
export const crc32 = (bytes: Uint8Array, seed = 0): number => zlibCrc32(bytes, seed) >>> 0;
