import { bk7231n } from "./bk7231n.ts";
import { bk7231t } from "./bk7231t.ts";
import type { Chip, ChipName } from "./chip.ts";

/** Every chip the station can flash. The compiler asks for an entry per name. */
export const CHIPS: Readonly<Record<ChipName, Chip>> = { bk7231n, bk7231t };

/** The names a recipe can use. */
export const CHIP_NAMES: readonly ChipName[] = Object.values(CHIPS).map((chip) => chip.name);
