import type { SpiPattern } from "./spi-pattern.ts";

/** How a chip came into SPI mode. */
export interface SpiEntry {
  /** JEDEC id of its flash, lower-case hex, read twice alike: `eb6015`. */
  readonly flashId: string;
  /** Name of the flash part, as the tables have it. */
  readonly flashPart: string;
  readonly flashBytes: number;
  /** Its status register before its protection was lifted, SR1 in the low byte. */
  readonly statusFound: number;
  /** Restarts it took, 1 or more. */
  readonly tries: number;
  /** The one that was sent before the answer. */
  readonly pattern: SpiPattern;
  /** Whether the chip echoed the pattern; a half-duplex bus cannot tell. */
  readonly echo: "seen" | "not-seen" | "not-visible";
}
