const POLYNOMIAL = 0x8005;

const TABLE = Uint16Array.from({ length: 256 }, (_, index) => {
  let crc = index << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
  return crc;
});

/**
 * CRC-16/CMS of `[start, end)`: polynomial 0x8005, initial FFFF, not reflected
 * (firmware-formats.md section 4). A range instead of a view, as images have 35,000 of them.
 */
export const crc16 = (bytes: Uint8Array, start = 0, end = bytes.length): number => {
  let crc = 0xffff;
  for (let at = start; at < end; at += 1) {
    crc = ((crc << 8) & 0xffff) ^ (TABLE[(crc >>> 8) ^ (bytes[at] ?? 0)] ?? 0);
  }
  return crc;
};
