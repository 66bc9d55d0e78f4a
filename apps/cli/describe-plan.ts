import { basename } from "node:path";
import { hexAddress } from "../../libs/bytes/hex.ts";
import { type Range, SECTOR_BYTES } from "../../libs/bytes/ranges.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { printable } from "../../libs/failure/printable.ts";
import { erasesOf, sectorsOf } from "../../libs/firmware/flash-plan.ts";
import {
  type OutlinedField,
  type OutlinedPart,
  type OutlinedPatch,
  outlinePlan,
  type PartFate,
} from "../../libs/firmware/outline-plan.ts";
import type { PlanPiece } from "../../libs/firmware/plan-flash.ts";
import type { LotRequest } from "../coordinator/prepare/lot-request.ts";
import type { PreparedLot, PreparedRecipe } from "../coordinator/prepare/prepare-lot.ts";
import { besidesApproval } from "./besides-approval.ts";
import { fieldsOf } from "./fields-of.ts";
import { describeCheck } from "./foresee-checks.ts";
import { describeIdentity } from "./foresee-identity.ts";

/**
 * What `--dry-run` prints: what would be erased, written, verified and kept, per recipe. `due`: fixtures that would
 * have to prove themselves first.
 */
export const describePlan = (
  { jig, recipes, joining }: PreparedLot,
  { serials, dataDir }: LotRequest,
  due: readonly string[],
): string => {
  const boards = serials === "scan" ? "boards as scanned" : countOf(serials.length, "board");
  const lines = [
    `${printable(jig.jig)}: ${boards} on ${joining === undefined ? countOf(jig.fixtures.length, "fixture") : ANY_FIXTURES}. Nothing was touched.`,
  ];
  for (const recipe of new Set(recipes.values())) {
    const fixtures = jig.fixtures.map(({ id }) => id).filter((id) => recipes.get(id) === recipe);
    const where = joining === undefined ? fixtures : [ANY_FIXTURES];
    lines.push("", ...describeRecipe(recipe, where, dataDir, due));
  }
  return `${lines.join("\n")}\n`;
};

/** Without a jig. */
const ANY_FIXTURES = "whatever fixtures the line's stations serve";

const describeRecipe = (
  recipe: PreparedRecipe,
  fixtures: readonly string[],
  dataDir: string,
  due: readonly string[],
): string[] => {
  const { sent, plan, pieces, identity } = recipe;
  const outline = outlinePlan(plan, pieces, CHIPS[sent.chip], fieldsOf(identity));
  const { writtenSectors, blankSectors } = outline;
  const erasedKib = ((writtenSectors + blankSectors) * SECTOR_BYTES) / 1024;
  const blocks = erasesOf(sectorsOf(plan)).filter(({ unit }) => unit === "block").length;
  const only = sent.write === "changed" ? ", those only that do not hold it yet" : "";
  return [
    `recipe ${printable(sent.recipe)} for ${sent.chip} on ${fixtures.join(", ")}`,
    ...sent.images.map(({ file, sha256 }) => `  image ${printable(file)}  sha256 ${sha256}`),
    sent.approval === null
      ? "  not approved"
      : `  approved by ${printable(sent.approval.by)}, ${sent.approval.at}${printable(besidesApproval(identity))}`,
    ...describeCheck(recipe, fixtures, due),
    ...(sent.backup ? ["  first keep a copy of the whole flash"] : []),
    ...outline.writes.map(describeWrite),
    ...outline.patches.map(describePatch),
    ...outline.fields.map(describeField),
    ...outline.erases.map(
      (range) => `  erase and verify ${inHex(range)}  ${(range.end - range.start) / 1024} KiB`,
    ),
    `  write ${writtenSectors} sectors of 4 KiB at ${sent.baud} baud; ${blankSectors} blank ones are only erased${only}`,
    `  erase in ${blocks} blocks of 64 KiB and ${(erasedKib - blocks * 64) / 4} sectors; ${erasedKib} KiB in all`,
    ...describeParts(outline.parts),
    ...(coversFlash(outline.erases, sent.chip) ? [] : ["  everything else is kept"]),
    ...(identity === undefined ? [] : describeIdentity(identity, dataDir)),
    `  verify by ${sent.verify === "crc" ? "the chip's CRC" : "read-back"}${sent.protect ? "; set the flash's write protection" : ""}; ${bootText(sent)}`,
  ];
};

/** All but what stands apart as kept, such as the bootloader. */
const coversFlash = (erases: readonly Range[], chip: ChipName): boolean => {
  const { appStart, flashSizes } = CHIPS[chip];
  return erases.some(({ start, end }) => start <= appStart && end >= Math.max(...flashSizes));
};

const countOf = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? "" : "s"}`;

const inHex = ({ start, end }: Range): string => `${hexAddress(start)} to ${hexAddress(end)}`;

const describeWrite = ({ file, part, ...range }: PlanPiece): string =>
  `  put the ${part} of ${printable(basename(file))} at ${inHex(range)}`;

const describePatch = ({ file, ...range }: OutlinedPatch): string =>
  `  of the sector around ${inHex(range)} (${printable(basename(file))}) the rest stays the board's own`;

const describeField = ({ field, place }: OutlinedField): string =>
  place === "calibration"
    ? `  give each board its ${printable(field)}, in the calibration, whose other bytes stay its own`
    : `  give each board its ${printable(field)}, at ${inHex(place)}; the rest of the sector stays its own`;

const FATES: Readonly<Record<PartFate, string>> = {
  kept: "keep",
  "written-in-part": "write part of",
  written: "write",
};

/** A line for each part with one fate, all places that boards may have it at together. */
const describeParts = (parts: readonly OutlinedPart[]): string[] => {
  const lines = new Map<string, string[]>();
  for (const { name, fate, why, layouts, ...range } of parts) {
    const key = `${FATES[fate]} ${name}, ${why}:`;
    lines.set(key, [...(lines.get(key) ?? []), `${inHex(range)} (${layouts.join(", ")})`]);
  }
  return [...lines].map(([key, places]) => `  ${key} ${places.join(", ")}`);
};

const bootText = ({ boot }: PreparedRecipe["sent"]): string => {
  if (boot === undefined) return "restart, not watched";
  const never = boot.never.length === 0 ? "" : `, and before that never ${quoted(boot.never)}`;
  return `restart and expect ${quoted(boot.expect)} on the log port within ${boot.withinMs / 1000} s${never}`;
};

const quoted = (texts: readonly string[]): string =>
  texts.map((text) => `"${printable(text)}"`).join(" and ");
