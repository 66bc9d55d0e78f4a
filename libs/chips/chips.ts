import { bk7231m } from "./bk7231m.ts";
import { bk7231n } from "./bk7231n.ts";
import { bk7231q } from "./bk7231q.ts";
import { bk7231s } from "./bk7231s.ts";
import { bk7231t } from "./bk7231t.ts";
import { bk7231u } from "./bk7231u.ts";
import { bk7238 } from "./bk7238.ts";
import { bk7251 } from "./bk7251.ts";
import { bk7252 } from "./bk7252.ts";
import { bk7252n } from "./bk7252n.ts";
import type { Chip, ChipName } from "./chip.ts";

/** Every chip the station can flash. The compiler asks for an entry per name. */
export const CHIPS: Readonly<Record<ChipName, Chip>> = {
  bk7231n,
  bk7231m,
  bk7231t,
  bk7231s,
  bk7231u,
  bk7231q,
  bk7238,
  bk7252,
  bk7251,
  bk7252n,
};

/** The chips' own names, as files of the station's own making write them. */
export const CHIP_NAMES: readonly ChipName[] = Object.values(CHIPS).map((chip) => chip.name);

/** Chips as printed on them, for people: "BK7231U, BK7231Q or BK7252". */
export const markingsOf = (names: readonly ChipName[]): string => {
  const markings = names.map((name) => CHIPS[name].marking);
  const last = markings.pop() ?? "";
  return markings.length === 0 ? last : `${markings.join(", ")} or ${last}`;
};
