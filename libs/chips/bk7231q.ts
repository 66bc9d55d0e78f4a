import { bk7231u } from "./bk7231u.ts";
import type { Chip } from "./chip.ts";

/** BK7231Q, the first of the family: has no eFuse and no Bluetooth. */
export const bk7231q: Chip = {
  ...bk7231u,
  name: "bk7231q",
  marking: "BK7231Q",
  aliases: ["bk7231", "bk7231qn40"],
  image: { ...bk7231u.image, uf2Family: 0xafe81d49 },
};
