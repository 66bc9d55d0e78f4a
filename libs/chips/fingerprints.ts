/** What a bootloader's first bytes are known as (uart-protocol.md section 7). */
export interface Fingerprint {
  /** CRC-32 in zlib form, hex, of 256 bytes; of 257 on BootROM chips, whose range includes its end. */
  readonly crc: string;
  /** The chip it runs on, as printed on it; may be one this version does not flash. */
  readonly marking: string;
  readonly bootloader: string;
  /** How the CRC command's range was meant. */
  readonly crcCovers: "inclusive-range" | "blocks-of-256";
}

const inRom = (crc: string, marking: string, bootloader: string): Fingerprint => ({
  crc,
  marking,
  bootloader,
  crcCovers: "inclusive-range",
});

const inFlash = (crc: string, marking: string, bootloader: string): Fingerprint => ({
  crc,
  marking,
  bootloader,
  crcCovers: "blocks-of-256",
});

const KNOWN: readonly Fingerprint[] = [
  inRom("e14191ba", "BK7231N", "BK7231N_1.0.1"),
  inRom("f42f8c32", "BK7238", "T1_2.0.0"),
  inRom("6beb0924", "BK7238", "BK7238_1.0.14"),
  inFlash("f0231ef6", "BK7231Q", "BK7231Q_6AFA"),
  inFlash("ff5a3eac", "BK7231Q", "BK7231Q_tysdk"),
  inFlash("c1eca871", "BK7231T", "BK7231S_1.0.1"),
  inFlash("4b31e44d", "BK7231T", "BK7231S_1.0.3"),
  inFlash("ba54c1b8", "BK7231T", "BK7231S_1.0.5"),
  inFlash("e5cbc953", "BK7231T", "BK7231S_1.0.6"),
  inFlash("2739019f", "BK7231U", "BK7231U_1.0.6"),
  inFlash("39f9b50c", "BK7252", "BK7252_0.1.3"),
  inFlash("e3a27c26", "BK7252", "BK7252_2M_uart1_log"),
];

/** 257 or 256 bytes of 00: the flash does not answer, or reads as nothing but zeros. */
const ALL_ZERO: ReadonlySet<string> = new Set(["b7bfa0ce", "0d968558"]);

/** The known bootloader of a fingerprint. */
export const fingerprintOf = (crc: string): Fingerprint | undefined =>
  KNOWN.find((known) => known.crc === crc);

/** Whether a fingerprint is that of a flash which reads as zeros. */
export const isUnreadable = (crc: string): boolean => ALL_ZERO.has(crc);
