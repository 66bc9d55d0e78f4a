import type { Chip } from "./chip.ts";

/** BK7231N and its clones (BL2028N, T34): download mode in mask ROM. */
export const bk7231n: Chip = {
  name: "bk7231n",
  marking: "BK7231N",
  flashBytes: 0x200000,
  appStart: 0x11000,
  idRegister: 0x7231c,
  calibration: [
    { start: 0x1d0000, end: 0x1d1000 },
    { start: 0x1e0000, end: 0x1e1000 },
  ],
  image: { marker: "BK7231\0\0", codeKey: "default", uf2Family: 0x7b3ef230, appHeaderAt: 0x129f0a },
  download: {
    hasRomDownloadMode: true,
    readsRegisters: true,
    crcCovers: "inclusive-range",
    protection: "status-register",
    hasBootVersion: false,
    baudDelayUnitMs: 1,
    queuesErases: false,
  },
};
