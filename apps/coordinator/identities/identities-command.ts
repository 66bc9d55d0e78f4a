import { printable } from "../../../libs/failure/printable.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import type { RecipeIdentity } from "../../../libs/recipe/recipe-identity.ts";

/** An `identities` command on the data folder of a lot, as a person may copy it; `words` are plain ones. */
export const identitiesCommand = (dataDir: string, ...words: readonly string[]): string =>
  printable(`npx flashline identities ${words.join(" ")} --data ${shellWord(dataDir)}`, 400);

/** How a free entry of a pool is taken back. */
export const takeBackCommand =
  (dataDir: string) =>
  (pool: string, entry: string): string =>
    identitiesCommand(dataDir, "drop", pool, "--entry", entry, "--by", "NAME");

/** How a pool gets more values, from what the recipe takes them from. */
export const bringCommand = (
  { pool = "POOL", range }: Pick<RecipeIdentity, "pool" | "range">,
  dataDir: string,
): string => {
  const from = range === undefined ? ["FILE.csv"] : ["--range", "mac=FIRST", "--count", "N"];
  return identitiesCommand(dataDir, "import", pool, ...from);
};
