import type { Range } from "../bytes/ranges.ts";

/** The image whose bootloader is written, as the record names it. */
export interface RepairImageFacts {
  readonly file: string;
  /** Of the whole file, hex. */
  readonly sha256: string;
  /** What the file is by its content. */
  readonly kind: "bootloader-and-app" | "full-dump" | "bootloader";
  /** As its code names itself, such as `BK7231S_1.0.5`; null if it does not. */
  readonly bootloader: string | null;
  /** CRC-32 in hex of its first bytes (uart-protocol.md section 7). */
  readonly fingerprint: string;
}

/**
 * Why the image's code key is taken for the board's. `app`: the board's app decodes under it. `bootloader`:
 * so does what is left of the board's bootloader. `named`: nothing is left, and a person answers for it.
 */
export type KeyProof =
  | { readonly by: "app" | "bootloader" }
  | { readonly by: "named"; readonly name: string };

/** Whole sectors that had to be written. SHA-256 in hex of what they held before and hold now. */
export interface RepairedRange extends Range {
  readonly before: string;
  /** As read back after the write; null where it was not. */
  readonly after: string | null;
}

/**
 * What a repair over SPI found and did, as far as it came: for the record. What was not reached is null;
 * `ranges` is empty where nothing had to be written, too.
 */
export interface UnbrickFacts {
  readonly image: RepairImageFacts;
  /** As the chip told in SPI mode, 6 hex digits. */
  readonly jedecId: string | null;
  /** The flash part as flashrom calls it. */
  readonly flash: { readonly part: string; readonly bytes: number } | null;
  /** `log`: the end of what flashrom said of probe, write and what failed: lines, printable. */
  readonly flashrom: { readonly version: string; readonly log: string } | null;
  /** The whole flash as it was before the write. `file`: absolute path on the station. */
  readonly backup: { readonly file: string; readonly sha256: string } | null;
  /** In the board's calibration, 12 hex digits; null also where there is none. */
  readonly mac: string | null;
  readonly keyProof: KeyProof | null;
  /** In order of address, all below the application's start. */
  readonly ranges: readonly RepairedRange[];
  /** SHA-256 in hex of the whole flash as read back; null also where nothing was written. */
  readonly readBack: string | null;
}
