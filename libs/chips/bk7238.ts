import type { Chip } from "./chip.ts";
import { IN_ROM } from "./download-facts.ts";
import { placesOf } from "./flash-layout.ts";
import { GENERIC, TUYA_T1 } from "./flash-layouts.ts";

const LAYOUTS = [GENERIC, TUYA_T1];

/** BK7238, Tuya's T1: its bootloader logs on the flashing port. */
export const bk7238: Chip = {
  name: "bk7238",
  marking: "BK7238",
  aliases: ["t1"],
  flashSizes: [0x200000],
  appStart: 0x11000,
  idRegister: 0x7238,
  layouts: LAYOUTS,
  calibration: placesOf(LAYOUTS, "calibration"),
  image: {
    marker: "BK7238\0\0",
    codeKey: "none",
    efuseKeys: ["repeated", "zero"],
    uf2Family: 0x159ac324,
    // Beken's SDK first, then LibreTiny's container (firmware-formats.md section 6.2).
    appHeadersAt: [0x131f9a, 0x129f0a],
    bootloaderHeaderAt: 0x0fe9a,
  },
  download: IN_ROM,
};
