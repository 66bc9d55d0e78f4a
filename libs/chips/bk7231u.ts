import type { Chip } from "./chip.ts";
import { IN_FLASH } from "./download-facts.ts";
import { placesOf } from "./flash-layout.ts";
import { GENERIC, TUYA_T } from "./flash-layouts.ts";

const LAYOUTS = [GENERIC, TUYA_T];

/** BK7231U: T's chip without code key, with Beken's own bootloader. */
export const bk7231u: Chip = {
  name: "bk7231u",
  marking: "BK7231U",
  aliases: [],
  flashSizes: [0x200000],
  appStart: 0x11000,
  idRegister: undefined,
  layouts: LAYOUTS,
  calibration: placesOf(LAYOUTS, "calibration"),
  image: {
    marker: undefined,
    codeKey: "none",
    efuseKeys: [],
    uf2Family: 0x675a40b0,
    // Beken's SDK first, then LibreTiny's container (firmware-formats.md section 6.2).
    appHeadersAt: [0x131f9a, 0x129f0a],
    bootloaderHeaderAt: 0x0fe9a,
  },
  download: IN_FLASH,
};
