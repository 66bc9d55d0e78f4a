/** Lower-case hex without spaces. */
export const toHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");

/** Bytes of lower- or upper-case hex without spaces. Throws `RangeError` on anything else. */
export const fromHex = (hex: string): Uint8Array => {
  if (!/^([0-9a-fA-F]{2})*$/.test(hex)) throw new RangeError(`Not hex: ${hex.slice(0, 40)}`);
  return new Uint8Array(Buffer.from(hex, "hex"));
};

/** An address for people: `0x011000`. */
export const hexAddress = (address: number): string => `0x${address.toString(16).padStart(6, "0")}`;

/** A 32-bit value for people and records: `e14191ba`. */
export const hex32 = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");

/** A byte for people: `0x06`. */
export const hexByte = (value: number): string => `0x${value.toString(16).padStart(2, "0")}`;
