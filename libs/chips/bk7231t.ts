import type { Chip } from "./chip.ts";

/** BK7231T: its download mode is the bootloader in flash, and can be destroyed. */
export const bk7231t: Chip = {
  name: "bk7231t",
  marking: "BK7231T",
  flashBytes: 0x200000,
  appStart: 0x11000,
  idRegister: undefined,
  calibration: [{ start: 0x1e0000, end: 0x1e1000 }],
  image: { marker: undefined, codeKey: "default", uf2Family: 0x675a40b0, appHeaderAt: 0x129f0a },
  download: {
    hasRomDownloadMode: false,
    readsRegisters: false,
    crcCovers: "blocks-of-256",
    protection: "one-shot",
    hasBootVersion: true,
    baudDelayUnitMs: 2,
    queuesErases: true,
  },
};
