import { bk7231n } from "./bk7231n.ts";
import type { Chip } from "./chip.ts";

/** BK7231M: a BK7231N without code key, so that neither runs the other's images. */
export const bk7231m: Chip = {
  ...bk7231n,
  name: "bk7231m",
  marking: "BK7231M",
  aliases: [],
  image: { ...bk7231n.image, codeKey: "none", efuseKeys: ["zero"] },
};
