import type { Chip } from "./chip.ts";
import { IN_FLASH } from "./download-facts.ts";
import { placesOf } from "./flash-layout.ts";
import { TUYA_T } from "./flash-layouts.ts";

const LAYOUTS = [TUYA_T];

/** BK7231T: prints BK7231S_x, and its SDK calls it BK7231U. */
export const bk7231t: Chip = {
  name: "bk7231t",
  marking: "BK7231T",
  aliases: [],
  flashSizes: [0x200000],
  appStart: 0x11000,
  idRegister: undefined,
  layouts: LAYOUTS,
  calibration: placesOf(LAYOUTS, "calibration"),
  image: {
    marker: undefined,
    codeKey: "default",
    efuseKeys: [],
    uf2Family: 0x675a40b0,
    appHeadersAt: [0x129f0a],
    bootloaderHeaderAt: 0x10f9a,
  },
  download: { ...IN_FLASH, hasBootVersion: true, hasSpiMode: true, queuesErases: true },
};
