import { bk7252 } from "./bk7252.ts";
import type { Chip } from "./chip.ts";

/** BK7251: over UART it cannot be told from a BK7252. */
export const bk7251: Chip = { ...bk7252, name: "bk7251", marking: "BK7251" };
