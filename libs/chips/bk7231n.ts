import type { Chip } from "./chip.ts";
import { IN_ROM } from "./download-facts.ts";
import { placesOf } from "./flash-layout.ts";
import { GENERIC, TUYA_N } from "./flash-layouts.ts";

const LAYOUTS = [TUYA_N, GENERIC];

/** BK7231N, also sold as BL2028N and T34. */
export const bk7231n: Chip = {
  name: "bk7231n",
  marking: "BK7231N",
  aliases: ["bl2028n", "t34"],
  flashSizes: [0x200000],
  appStart: 0x11000,
  idRegister: 0x7231c,
  layouts: LAYOUTS,
  calibration: placesOf(LAYOUTS, "calibration"),
  image: {
    marker: "BK7231\0\0",
    codeKey: "default",
    efuseKeys: ["default"],
    uf2Family: 0x7b3ef230,
    appHeadersAt: [0x129f0a],
    bootloaderHeaderAt: 0x10f9a,
  },
  download: IN_ROM,
};
