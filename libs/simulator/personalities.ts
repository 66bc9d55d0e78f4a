import type { ChipName } from "../chips/chip.ts";
import * as bootloaderChips from "./bootloader-chips.ts";
import type { Personality } from "./personality.ts";
import * as romChips from "./rom-chips.ts";

/** Every chip that can be simulated. The compiler asks for an entry per name. */
export const PERSONALITIES: Readonly<Record<ChipName, Personality>> = {
  ...romChips,
  ...bootloaderChips,
};
