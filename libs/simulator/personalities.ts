import type { ChipName } from "../chips/chip.ts";
import * as bootloaderChips from "./bootloader-chips.ts";
import { type Fault, findFault } from "./fault.ts";
import type { Personality } from "./personality.ts";
import * as romChips from "./rom-chips.ts";

/** Every chip that can be simulated. The compiler asks for an entry per name. */
export const PERSONALITIES: Readonly<Record<ChipName, Personality>> = {
  ...romChips,
  ...bootloaderChips,
};

/** A chip as its board's faults make it. */
export const personalityOf = (chip: ChipName, faults: readonly Fault[]): Personality => {
  const usual = PERSONALITIES[chip];
  const other = findFault(faults, "bootloader");
  return (other && usual.withBootloader?.(other.version)) ?? usual;
};
