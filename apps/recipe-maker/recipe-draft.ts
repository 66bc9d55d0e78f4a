import { stringify } from "yaml";
import type { ChipName } from "../../libs/chips/chip.ts";
import { printable } from "../../libs/failure/printable.ts";
import { recipeJsonSchema } from "../../libs/recipe/recipe-json-schema.ts";
import { safeJson } from "../../libs/report/safe-json.ts";

/** One image of a recipe that is being written. */
export interface DraftImage {
  /** As the recipe shall name it. */
  readonly file: string;
  readonly sha256: string;
  /** What it is, for the reader; one line. */
  readonly remark: string;
}

/** What a new recipe says. */
export interface RecipeDraft {
  readonly name: string;
  readonly chip: ChipName;
  readonly images: readonly DraftImage[];
}

const HEAD = [
  "# Begun by `npx flashline recipe new`; docs/recipe-file.md explains every field. `npx flashline recipe check` says whether it is sound.",
  "# Editors complete it when it begins with: # yaml-language-server: $schema=recipe.schema.json",
  "# That file: npx flashline recipe schema -o recipe.schema.json",
];

/** Fields that have no default, as one might write them. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  boot: { on: "log", expect: "a text your firmware logs", within: "5s" },
  identity: {
    pool: "plugs-2026",
    range: { mac: "C8:47:8C:10:00:00", count: 1000 },
    fields: { mac: { in: "calibration" } },
  },
};

/** The recipe as YAML, with every other field it may have as a comment. */
export const writeDraft = ({ name, chip, images }: RecipeDraft): string => {
  const entries = images.flatMap(({ file, sha256, remark }) => [
    `  # ${remark}`,
    `  - file: ${inline(file)}`,
    `    sha256: "${sha256}"`,
  ]);
  const given = [`recipe: ${inline(name)}`, `chip: ${chip}`, "images:", ...entries];
  const more = Object.entries(recipeJsonSchema().properties)
    .filter(([field]) => !GIVEN.has(field))
    .flatMap(([field, { description = "", default: usual = EXAMPLES[field] }]) => [
      `# ${description}`,
      ...(usual === undefined ? [] : [`# ${field}: ${inline(usual)}`]),
    ]);
  const intro = "# Take the # away before a field to give it another value than its usual one:";
  return [...HEAD, "", ...given, "", intro, "", ...more, ""].join("\n");
};

const GIVEN: ReadonlySet<string> = new Set(["recipe", "chip", "images"]);

/** A value on one line that may be shown, quoted where YAML would read it as something else. */
const inline = (value: unknown): string =>
  typeof value === "string" && printable(value) !== value
    ? safeJson(value)
    : stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd();
