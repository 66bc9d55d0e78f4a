import type { ChipName } from "../chips/chip.ts";

/** What a board said of itself over UART, as the record keeps it. */
export interface BoardFacts {
  readonly chip: ChipName;
  /** Id register in hex, where it can be read. */
  readonly chipId: string | null;
  /** Bootloader by its fingerprint or version command, such as `BK7231S_1.0.5`. */
  readonly bootloader: string | null;
  /** CRC-32 in hex of the bootloader's first 256 bytes, 257 on BootROM chips. */
  readonly fingerprint: string;
  /** JEDEC id in hex, where it can be read. */
  readonly flashId: string | null;
  readonly flashBytes: number;
  /** Wi-Fi MAC of the calibration sector, 12 hex digits, or null if there is none. */
  readonly mac: string | null;
}
