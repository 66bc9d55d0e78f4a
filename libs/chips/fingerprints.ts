import type { ChipName } from "./chip.ts";

/** What a bootloader's first bytes are known as (uart-protocol.md section 7). */
export interface Fingerprint {
  /** CRC-32 in zlib form, hex, of 256 bytes; of 257 on BootROM chips, whose range includes its end. */
  readonly crc: string;
  /** The chips it runs on; more than one where nothing tells them apart over UART. */
  readonly chips: readonly ChipName[];
  readonly bootloader: string;
  /** How the CRC command's range was meant. */
  readonly crcCovers: "inclusive-range" | "blocks-of-256";
}

/** How many bytes a fingerprint covers, by how the chip counts (uart-protocol.md section 7). */
export const FINGERPRINT_BYTES: Readonly<Record<Fingerprint["crcCovers"], number>> = {
  "inclusive-range": 257,
  "blocks-of-256": 256,
};

const inRom = (crc: string, bootloader: string, ...chips: ChipName[]): Fingerprint => ({
  crc,
  chips,
  bootloader,
  crcCovers: "inclusive-range",
});

const inFlash = (crc: string, bootloader: string, ...chips: ChipName[]): Fingerprint => ({
  crc,
  chips,
  bootloader,
  crcCovers: "blocks-of-256",
});

const KNOWN: readonly Fingerprint[] = [
  inRom("e14191ba", "BK7231N_1.0.1", "bk7231n"),
  // The same bootloader without scrambling, as a chip without code key stores it.
  inRom("8e4e6cdb", "BK7231N_1.0.1", "bk7231m"),
  inRom("f42f8c32", "T1_2.0.0", "bk7238"),
  inRom("6beb0924", "BK7238_1.0.14", "bk7238"),
  inFlash("f0231ef6", "BK7231Q_6AFA", "bk7231q"),
  inFlash("ff5a3eac", "BK7231Q_tysdk", "bk7231q"),
  inFlash("c1eca871", "BK7231S_1.0.1", "bk7231t", "bk7231s"),
  inFlash("4b31e44d", "BK7231S_1.0.3", "bk7231t", "bk7231s"),
  inFlash("ba54c1b8", "BK7231S_1.0.5", "bk7231t", "bk7231s"),
  inFlash("e5cbc953", "BK7231S_1.0.6", "bk7231t", "bk7231s"),
  inFlash("2739019f", "BK7231U_1.0.6", "bk7231u"),
  // Of OpenBeken's release image (firmware-formats.md section 9.3).
  inFlash("8bcec3b4", "BK7231U_1.0.15", "bk7231u"),
  inFlash("39f9b50c", "BK7252_0.1.3", "bk7252", "bk7251"),
  inFlash("e3a27c26", "BK7252_2M_uart1_log", "bk7252", "bk7251"),
  // Reported of a BK7252UQN68, without a name.
  inFlash("5b5961cf", "BK7252UQN68", "bk7252", "bk7251"),
];

/** 257 and 256 bytes of FF, and of 00, by how many the chip counted. */
const UNIFORM: Readonly<
  Record<string, Pick<Fingerprint, "crcCovers"> & { readonly byte: number }>
> = {
  b397b8f6: { byte: 0xff, crcCovers: "inclusive-range" },
  fea8a821: { byte: 0xff, crcCovers: "blocks-of-256" },
  b7bfa0ce: { byte: 0x00, crcCovers: "inclusive-range" },
  "0d968558": { byte: 0x00, crcCovers: "blocks-of-256" },
};

/** The known bootloader of a fingerprint. */
export const fingerprintOf = (crc: string): Fingerprint | undefined =>
  KNOWN.find((known) => known.crc === crc);

/** How the chip counted, as far as a fingerprint alone tells: of a known bootloader, or of none at all. */
export const countedFor = (crc: string): Fingerprint["crcCovers"] | undefined =>
  (fingerprintOf(crc) ?? UNIFORM[crc])?.crcCovers;

/** Whether a fingerprint is that of an erased flash: there is no bootloader. */
export const isBlankFlash = (crc: string): boolean => UNIFORM[crc]?.byte === 0xff;

/** Whether a fingerprint is that of a flash which reads as zeros: it does not answer, or holds nothing else. */
export const isUnreadable = (crc: string): boolean => UNIFORM[crc]?.byte === 0x00;
