import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  type PreparedRecipe,
  prepareRecipe,
} from "../../../../apps/coordinator/prepare/prepare-lot.ts";
import { RecipeWatch } from "../../../../apps/coordinator/runs/recipe-watch.ts";
import { buildApp } from "../../../../libs/firmware/build-image.ts";
import { small } from "../../../libs/firmware/craft.ts";

const folder = mkdtempSync(join(tmpdir(), "recipe-watch-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ROOT = resolve(import.meta.dirname, "../../../..");
const [OLD, OTHER] = [join(ROOT, "package.json"), join(ROOT, "package-lock.json")];

const prepared = async (): Promise<PreparedRecipe> => {
  writeFileSync(join(folder, "app.rbl"), buildApp(small("bk7231n")));
  const path = join(folder, "r.yaml");
  writeFileSync(path, "recipe: r\nchip: bk7231n\nimages: [{ file: app.rbl }]\n");
  return await prepareRecipe(path, "optional");
};

// Files that were not written for long are not read again for every board: these are such.
test("a file that was the same for long, and was looked at, is seen when another takes its place", async () => {
  const { path, sent } = await prepared();
  const file = join(folder, "linked");
  symlinkSync(OLD, file);
  const bytes = readFileSync(OLD);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const watch = new RecipeWatch({ path, sent, images: [{ file, sha256, bytes }] });
  for (let look = 0; look < 3; look += 1) expect(await watch.findChange()).toBeUndefined();
  rmSync(file);
  symlinkSync(OTHER, file);
  expect(await watch.findChange()).toMatch(
    /linked: was changed while the lot ran: its SHA-256 was/,
  );
  rmSync(file);
  expect(await watch.findChange()).toBe(`${file}: does not exist.`);
  symlinkSync(OLD, file);
  expect(await watch.findChange()).toBeUndefined();
});
