import type { Chip } from "./chip.ts";
import { IN_FLASH } from "./download-facts.ts";
import { placesOf } from "./flash-layout.ts";
import { GENERIC_7252, SDK } from "./flash-layouts.ts";

const LAYOUTS = [GENERIC_7252, SDK];

/** BK7252: comes with 4 or 2 MiB of flash, and nothing but the flash itself tells which. */
export const bk7252: Chip = {
  name: "bk7252",
  marking: "BK7252",
  aliases: [],
  flashSizes: [0x400000, 0x200000],
  appStart: 0x11000,
  idRegister: undefined,
  layouts: LAYOUTS,
  calibration: placesOf(LAYOUTS, "calibration"),
  image: {
    marker: undefined,
    codeKey: "none",
    efuseKeys: [],
    uf2Family: 0x6a82cc42,
    // Beken's SDK first, then LibreTiny's container of 0x1a0000 (firmware-formats.md section 6.2).
    appHeadersAt: [0x131f9a, 0x1caf9a],
    bootloaderHeaderAt: 0x0fe9a,
  },
  download: IN_FLASH,
};
