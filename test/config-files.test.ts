import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { isVirtual } from "../libs/jig/jig.ts";
import { readJig } from "../libs/jig/read-jig.ts";
import { readStation } from "../libs/jig/read-station.ts";
import { readRecipe } from "../libs/recipe/read-recipe.ts";
import { faultProblem } from "../libs/simulator/parse-fault.ts";

const ROOT = resolve(import.meta.dirname, "..");

const filesOf = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));

const jigs = filesOf("fixtures").filter((file) => file.endsWith(".yaml"));
const jigExamples = filesOf("config").filter((file) => file.startsWith("config/jigs/"));
const recipes = filesOf("config").filter((file) => file.startsWith("config/recipes/"));

test("config and fixtures hold nothing that is not checked here", () => {
  const checkedHere = [...recipes, ...jigExamples];
  // Those of systemd and udev: test/deployment.test.ts.
  expect(
    filesOf("config")
      .filter((file) => !checkedHere.includes(file))
      .sort(),
  ).toEqual([
    "config/station.yaml",
    "config/systemd/flashline-dashboard.service",
    "config/systemd/flashline-deliver.service",
    "config/systemd/flashline-kiosk.service",
    "config/systemd/flashline-worker.service",
    "config/systemd/station.env",
    "config/udev/99-flashline.rules",
  ]);
  expect(filesOf("fixtures").filter((file) => !jigs.includes(file))).toEqual([
    "fixtures/README.md",
  ]);
});

test.each([...jigs, ...jigExamples])("%s is a jig, and so are its recipes", async (file) => {
  const { fixtures } = await readJig(join(ROOT, file), { faultProblem });
  for (const fixture of fixtures) {
    if (fixture.recipe === undefined) continue;
    const { recipe } = await readRecipe(fixture.recipe);
    if (isVirtual(fixture)) expect(recipe.chip).toBe(fixture.virtual.chip);
  }
});

test.each(recipes)("%s is a recipe", async (file) => {
  const { recipe } = await readRecipe(join(ROOT, file));
  expect(file).toContain(recipe.chip);
});

test("config/station.yaml is a station", async () => {
  expect(existsSync(join(ROOT, "config/station.yaml"))).toBe(true);
  expect((await readStation(join(ROOT, "config/station.yaml"))).station).not.toBe("");
});

const folder = mkdtempSync(join(tmpdir(), "doc-examples-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The YAML examples of a page, each in a file of its own. */
const examplesOf = (page: string): string[] =>
  [...readFileSync(join(ROOT, page), "utf8").matchAll(/```yaml\n(.*?)```/gs)].map(
    ([, yaml], at) => {
      const file = join(folder, `${at}.yaml`);
      writeFileSync(file, yaml ?? "");
      return file;
    },
  );

test("the examples of docs/jig-file.md are jigs", async () => {
  const files = examplesOf("docs/jig-file.md");
  expect(files).not.toHaveLength(0);
  for (const file of files) await readJig(file, { faultProblem });
});

test("the examples of docs/recipe-file.md are recipes", async () => {
  const files = examplesOf("docs/recipe-file.md");
  expect(files).not.toHaveLength(0);
  for (const file of files) await readRecipe(file);
});

test("the examples of docs/delivery.md are stations", async () => {
  const files = examplesOf("docs/delivery.md");
  expect(files).not.toHaveLength(0);
  for (const file of files) expect((await readStation(file)).deliver).toBeDefined();
});

test("what config/station.yaml has in comments works without them", async () => {
  const text = readFileSync(join(ROOT, "config/station.yaml"), "utf8");
  const file = join(folder, "all.yaml");
  writeFileSync(file, text.replace(/^# ((?: {2,}|[a-z]+:).*)$/gm, "$1"));
  expect(await readStation(file)).toMatchObject({
    ...{ station: "line-2", approval: "required" },
    deliver: { url: "https://mes.example.com/flashline/records" },
  });
});
