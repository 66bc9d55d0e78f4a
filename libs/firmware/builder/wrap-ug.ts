import { asciiBytes } from "../../bytes/text.ts";
import { UG_HEADER_BYTES } from "../tuya-ug.ts";

const sum = (bytes: Uint8Array): number => bytes.reduce((total, byte) => total + byte, 0) >>> 0;

/** Tuya's wrapper around a payload (firmware-formats.md section 7). `version` is cut to 12 characters. */
export const wrapUg = (payload: Uint8Array, version = "1.0.0"): Uint8Array => {
  const file = new Uint8Array(UG_HEADER_BYTES + payload.length);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0x55aa55aa);
  file.set(asciiBytes(version).subarray(0, 12), 4);
  view.setUint32(16, payload.length);
  view.setUint32(20, sum(payload));
  view.setUint32(24, sum(file.subarray(0, 24)));
  view.setUint32(28, 0xaa55aa55);
  file.set(payload, UG_HEADER_BYTES);
  return file;
};
