import { bk7238 } from "./bk7238.ts";
import type { Chip } from "./chip.ts";
import { placesOf } from "./flash-layout.ts";
import { SDK } from "./flash-layouts.ts";

const LAYOUTS = [SDK];

/** BK7252N, Tuya's T4: runs what a BK7238 runs; LibreTiny has no build for it. */
export const bk7252n: Chip = {
  ...bk7238,
  name: "bk7252n",
  marking: "BK7252N",
  aliases: ["t4"],
  idRegister: 0x7252a,
  layouts: LAYOUTS,
  calibration: placesOf(LAYOUTS, "calibration"),
  image: { ...bk7238.image, uf2Family: undefined },
};
