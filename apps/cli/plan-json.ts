import { basename } from "node:path";
import { bytesIn } from "../../libs/bytes/ranges.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { outlinePlan } from "../../libs/firmware/outline-plan.ts";
import { safeJson } from "../../libs/report/safe-json.ts";
import type { LotRequest } from "../coordinator/prepare/lot-request.ts";
import type { PreparedLot, PreparedRecipe } from "../coordinator/prepare/prepare-lot.ts";
import { fieldsOf } from "./fields-of.ts";
import { foreseeIdentity } from "./foresee-identity.ts";

/** What `--dry-run --json` prints: an object a line for each recipe, `kind` "plan". `at` is an ISO time, `due` as for people. */
export const planJson = (
  { jig, recipes }: PreparedLot,
  { serials, dataDir }: LotRequest,
  at: string,
  due: readonly string[],
): string => {
  const lot = {
    kind: "plan",
    at,
    jig: jig.jig,
    boards: serials === "scan" ? null : serials.length,
  };
  const plans = [...new Set(recipes.values())].map((recipe) => {
    const fixtures = jig.fixtures.map(({ id }) => id).filter((id) => recipes.get(id) === recipe);
    const identity = recipe.identity && foreseeIdentity(recipe.identity, dataDir);
    const checkDue = fixtures.filter((id) => due.includes(id));
    const plan = { ...planOf(recipe), shiftCheck: recipe.shiftCheck ?? null, checkDue };
    return safeJson({ ...lot, fixtures, ...plan, identity: identity ?? null });
  });
  return plans.map((line) => `${line}\n`).join("");
};

const planOf = ({ sent, plan, pieces, identity }: PreparedRecipe): object => {
  const { recipe, approval, chip, baud, backup, write, verify, protect, boot, images } = sent;
  const { bootloader, overwrite, clone } = sent;
  const outline = outlinePlan(plan, pieces, CHIPS[chip], fieldsOf(identity));
  const { writes, patches, fields, erases, writtenSectors, blankSectors, parts } = outline;
  return {
    ...{ recipe, approval, chip, baud, backup, write, verify, protect, boot: boot ?? null, images },
    ...{ bootloader, overwrite, clone },
    writes: writes.map(({ file, ...piece }) => ({ file: basename(file), ...piece })),
    patches: patches.map(({ file, ...patch }) => ({ file: basename(file), ...patch })),
    fields,
    erases: erases.map(({ start, end }) => ({ start, bytes: end - start })),
    parts,
    eraseBytes: bytesIn(erases),
    writeSectors: writtenSectors,
    blankSectors,
  };
};
