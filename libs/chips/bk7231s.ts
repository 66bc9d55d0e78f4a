import { bk7231t } from "./bk7231t.ts";
import type { Chip } from "./chip.ts";

/** BK7231S: over UART it cannot be told from a BK7231T. */
export const bk7231s: Chip = { ...bk7231t, name: "bk7231s", marking: "BK7231S" };
