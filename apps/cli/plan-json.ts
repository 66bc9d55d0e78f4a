import { planBytes, sectorsOf } from "../../libs/firmware/flash-plan.ts";
import { safeJson } from "../../libs/report/safe-json.ts";
import type { LotRequest } from "../coordinator/lot-request.ts";
import type { PreparedLot, PreparedRecipe } from "../coordinator/prepare-lot.ts";

/** What `--dry-run --json` prints: an object a line for each recipe, `kind` "plan". `at` is an ISO time. */
export const planJson = (
  { jig, recipes }: PreparedLot,
  { serials }: LotRequest,
  at: string,
): string => {
  const lot = {
    kind: "plan",
    at,
    jig: jig.jig,
    boards: serials === "scan" ? null : serials.length,
  };
  const plans = [...new Set(recipes.values())].map((recipe) => {
    const fixtures = [...recipes].filter(([, of]) => of === recipe).map(([id]) => id);
    return safeJson({ ...lot, fixtures, ...planOf(recipe) });
  });
  return plans.map((line) => `${line}\n`).join("");
};

const planOf = ({ sent, plan }: PreparedRecipe): object => {
  const { recipe, approval, chip, baud, backup, write, verify, protect, boot, images } = sent;
  const sectors = sectorsOf(plan);
  return {
    ...{ recipe, approval, chip, baud, backup, write, verify, protect, boot: boot ?? null, images },
    erases: plan.regions.map(({ start, bytes }) => ({ start, bytes: bytes.length })),
    eraseBytes: planBytes(plan),
    writeSectors: sectors.filter(({ blank }) => !blank).length,
    blankSectors: sectors.filter(({ blank }) => blank).length,
  };
};
