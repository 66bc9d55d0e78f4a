import { createCipheriv } from "node:crypto";
import { gzipSync } from "node:zlib";
import { crc32 } from "../../bytes/crc32.ts";
import { fnv1a } from "../../bytes/fnv1a.ts";
import { encodeRblHeader } from "../rbl-header.ts";
import { UPDATE_CIPHER } from "../unpack-update.ts";

/** What goes into the header of a package for over-the-air update. */
export interface UpdateLabel {
  readonly version: string;
  /** Unix time in seconds. */
  readonly builtAt: number;
}

/** Packs code, as the compiler leaves it, for over-the-air update (firmware-formats.md section 6.4). */
export const packUpdate = (code: Uint8Array, { version, builtAt }: UpdateLabel): Uint8Array => {
  const { name, key, iv } = UPDATE_CIPHER;
  const cipher = createCipheriv(name, key, iv);
  // Of low effort: what is generated cannot be made smaller.
  const body = Buffer.concat([cipher.update(gzipSync(code, { level: 1 })), cipher.final()]);
  const header = encodeRblHeader({
    packing: { encryption: 2, compression: 1 },
    builtAt,
    name: "app",
    version,
    bodyCrc32: crc32(body),
    bodyFnv1a: fnv1a(code),
    rawBytes: code.length,
    packageBytes: body.length,
  });
  return Uint8Array.from(Buffer.concat([header, body]));
};
