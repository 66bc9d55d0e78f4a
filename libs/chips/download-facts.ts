import type { DownloadFacts } from "./chip.ts";

/** Download mode in mask ROM: answers everything, survives everything (uart-protocol.md section 0.2). */
export const IN_ROM: DownloadFacts = {
  hasRomDownloadMode: true,
  readsRegisters: true,
  crcCovers: "inclusive-range",
  protection: "status-register",
  hasBootVersion: false,
  baudDelayUnitMs: 1,
  hasSpiMode: false,
  queuesErases: false,
};

/**
 * Download mode in the bootloader that shares the flash: few commands, and it can be destroyed.
 * Bootloaders other than T's were never run; what is not known of them is left unused.
 */
export const IN_FLASH: DownloadFacts = {
  hasRomDownloadMode: false,
  readsRegisters: false,
  crcCovers: "blocks-of-256",
  protection: "one-shot",
  hasBootVersion: false,
  baudDelayUnitMs: 2,
  hasSpiMode: false,
  queuesErases: false,
};
