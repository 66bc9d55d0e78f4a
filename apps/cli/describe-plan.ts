import { hexAddress } from "../../libs/bytes/hex.ts";
import { printable } from "../../libs/failure/printable.ts";
import { erasesOf, planBytes, sectorsOf } from "../../libs/firmware/flash-plan.ts";
import type { LotRequest } from "../coordinator/lot-request.ts";
import type { PreparedLot, PreparedRecipe } from "../coordinator/prepare-lot.ts";

/** What `--dry-run` prints: what would be erased, written, verified and kept, per recipe. */
export const describePlan = ({ jig, recipes }: PreparedLot, { serials }: LotRequest): string => {
  const boards = serials === "scan" ? "boards as scanned" : `${serials.length} boards`;
  const lines = [
    `${printable(jig.jig)}: ${boards} on ${jig.fixtures.length} fixtures. Nothing was touched.`,
  ];
  for (const recipe of new Set(recipes.values())) {
    const fixtures = [...recipes].filter(([, of]) => of === recipe).map(([id]) => id);
    lines.push("", ...describeRecipe(recipe, fixtures));
  }
  return `${lines.join("\n")}\n`;
};

const describeRecipe = ({ sent, plan }: PreparedRecipe, fixtures: readonly string[]): string[] => {
  const sectors = sectorsOf(plan);
  const written = sectors.filter(({ blank }) => !blank).length;
  const blocks = erasesOf(sectorsOf(plan)).filter(({ unit }) => unit === "block").length;
  const only = sent.write === "changed" ? ", those only that do not hold it yet" : "";
  return [
    `recipe ${printable(sent.recipe)} for ${sent.chip} on ${fixtures.join(", ")}`,
    ...sent.images.map(({ file, sha256 }) => `  image ${printable(file)}  sha256 ${sha256}`),
    sent.approval === null
      ? "  not approved"
      : `  approved by ${printable(sent.approval.by)}, ${sent.approval.at}`,
    ...(sent.backup ? ["  first keep a copy of the whole flash"] : []),
    ...plan.regions.map(({ start, bytes }) => {
      const end = hexAddress(start + bytes.length);
      return `  erase and verify ${hexAddress(start)} to ${end}  ${bytes.length / 1024} KiB`;
    }),
    `  write ${written} sectors of 4 KiB at ${sent.baud} baud; ${sectors.length - written} blank ones are only erased${only}`,
    `  erase in ${blocks} blocks of 64 KiB and ${erasesOf(sectorsOf(plan)).length - blocks} sectors; ${planBytes(plan) / 1024} KiB in all`,
    "  everything else is kept, the calibration and MAC included",
    `  verify by ${sent.verify === "crc" ? "the chip's CRC" : "read-back"}${sent.protect ? "; set the flash's write protection" : ""}; ${bootText(sent)}`,
  ];
};

const bootText = ({ boot }: PreparedRecipe["sent"]): string => {
  if (boot === undefined) return "restart, not watched";
  const never = boot.never.length === 0 ? "" : `, and before that never ${quoted(boot.never)}`;
  return `restart and expect ${quoted(boot.expect)} on the log port within ${boot.withinMs / 1000} s${never}`;
};

const quoted = (texts: readonly string[]): string =>
  texts.map((text) => `"${printable(text)}"`).join(" and ");
