import { createDecipheriv } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { asciiBytes } from "../bytes/text.ts";
import { HEADER_BYTES, type RblHeader } from "./rbl-header.ts";

/** As LibreTiny and OpenBeken pack for every board (firmware-formats.md section 6.4). */
export const UPDATE_CIPHER = {
  name: "aes-256-cbc",
  key: asciiBytes("0123456789ABCDEF0123456789ABCDEF"),
  iv: asciiBytes("0123456789ABCDEF"),
} as const;

const AES_256 = 2;
const GZIP = 1;

/** Above any flash: a package that unpacks to more is none. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The app in an RBL package for over-the-air update, or undefined if it is packed in another way. */
export const unpackUpdate = (update: Uint8Array, header: RblHeader): Uint8Array | undefined => {
  const { encryption, compression } = header.packing;
  if (encryption !== AES_256 || compression !== GZIP) return undefined;
  const body = update.subarray(HEADER_BYTES, HEADER_BYTES + header.packageBytes);
  try {
    const { name, key, iv } = UPDATE_CIPHER;
    const decipher = createDecipheriv(name, key, iv);
    const gzip = Buffer.concat([decipher.update(body), decipher.final()]);
    return Uint8Array.from(gunzipSync(gzip, { maxOutputLength: MOST_BYTES }));
  } catch {
    return undefined;
  }
};
