import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { InputError } from "../../../libs/input/input-error.ts";
import type { Approval } from "../../../libs/recipe/approval.ts";
import { howToApprove, readApproval, writeApproval } from "../../../libs/recipe/approval-file.ts";
import { checkApproval, type RecipeContent } from "../../../libs/recipe/check-approval.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "approval-"));
  path = join(folder, "plug.yaml");
});

afterEach(() => rmSync(folder, { recursive: true }));

const FIRST = { file: "../app: 'a' #1.uf2", sha256: "0".repeat(64), class: "uf2" };
const SECOND = { file: "b.rbl", sha256: "ab".repeat(32), class: "app-rbl" };
// YAML reads such digits as a number unless they are quoted.
const NOW: RecipeContent = {
  name: "plug-1.18",
  sha256: "1e".padEnd(64, "5"),
  images: [FIRST, SECOND],
};

const APPROVAL: Approval = {
  recipe: { name: NOW.name, sha256: NOW.sha256 },
  images: NOW.images,
  by: "Ada: Lovelace #1",
  at: "2026-11-21T08:00:00.000Z",
  program: "0.1.0",
};

test("an approval is read as it was written, a newer one takes its place, and nothing else is left", async () => {
  expect(await readApproval(path)).toBeUndefined();
  await writeApproval(path, { ...APPROVAL, by: "Bob" });
  await writeApproval(path, APPROVAL);
  expect(await readApproval(path)).toEqual(APPROVAL);
  expect(readdirSync(folder)).toEqual(["plug.yaml.approval"]);
});

test("an approval of images with any name can be read again", async () => {
  const names = ["a\nb\u001b[2J\u202e.uf2", `${"deep/".repeat(200)}a.uf2`];
  const images = names.map((file) => ({ ...FIRST, file }));
  await writeApproval(path, { ...APPROVAL, images });
  const read = await readApproval(path);
  expect(read?.images.map(({ sha256 }) => sha256)).toEqual(images.map(({ sha256 }) => sha256));
  expect(read?.images[0]?.file).toBe("a\\x0ab\\x1b[2J\\u202e.uf2");
});

test("a link that waits where the draft goes leads the approval nowhere", async () => {
  const victim = join(folder, "victim");
  writeFileSync(victim, "untouched");
  symlinkSync(victim, `${path}.approval.${process.pid}.new`);
  await expect(writeApproval(path, APPROVAL)).rejects.toThrow("cannot be written (EEXIST)");
  expect(readFileSync(victim, "utf8")).toBe("untouched");
  await writeApproval(path, APPROVAL);
  expect(await readApproval(path)).toEqual(APPROVAL);
});

test("an approval that cannot be written is refused, and leaves the older one", async () => {
  const nowhere = join(folder, "no", "plug.yaml");
  await expect(writeApproval(nowhere, APPROVAL)).rejects.toThrow("cannot be written (ENOENT)");
});

const YAML = `approval: 1
recipe: { name: plug, sha256: "${"1".repeat(64)}" }
images: [{ file: a, sha256: "${"2".repeat(64)}", class: uf2 }]
by: Ada
at: 2026-11-21T08:00:00.000Z
program: 0.1.0
`;

test.each<[string, string, RegExp]>([
  ["nothing", "", /is empty\. Give a block/],
  ["another program's", "approved: true\n", /approved: is not a field known here/],
  ["a newer form", YAML.replace("approval: 1", "approval: 2"), /approval: is 2,.*of form 1\./],
  ["no name", YAML.replace("by: Ada\n", ""), /by: is missing/],
  ["a name with control characters", YAML.replace("Ada", '"A\\e[2J"'), /by: .*text of one line/],
  ["a hash cut short", YAML.replace("2222", ""), /:3:\d+: images\[0\]\.sha256: /],
  ["no time", YAML.replace("2026", "last year"), /:5:1: at: /],
  ["no YAML", "a: b: c", /is not valid YAML/],
])("what lies in an approval's place and holds %s is refused", async (_, yaml, problem) => {
  writeFileSync(`${path}.approval`, yaml);
  const reading = readApproval(path);
  await expect(reading).rejects.toThrow(InputError);
  await expect(reading).rejects.toThrow(/plug\.yaml\.approval: is no approval of a recipe: /);
  await expect(reading).rejects.toThrow(problem);
  await expect(reading).rejects.toThrow(`Move it away, then approve the recipe again: npx`);
});

test("a good one is not refused, nor a folder or a link to nowhere taken for none", async () => {
  writeFileSync(`${path}.approval`, YAML);
  expect((await readApproval(path))?.by).toBe("Ada");
  rmSync(`${path}.approval`);
  mkdirSync(`${path}.approval`);
  await expect(readApproval(path)).rejects.toThrow("is a folder");
  rmSync(`${path}.approval`, { recursive: true });
  symlinkSync("nowhere", `${path}.approval`);
  await expect(readApproval(path)).rejects.toThrow("does not exist");
});

const OTHER = "cd".repeat(32);

test.each<[string, Partial<RecipeContent>, RegExp]>([
  ["the recipe", { sha256: OTHER }, /^P: is not the recipe that Ada.* approved 2026-11-21T08:00/],
  [
    "an image",
    { images: [FIRST, { ...SECOND, sha256: OTHER }] },
    /^P: images\[1\]\.file: b\.rbl is not the file that Ada.*: expected SHA-256 abab.*, found cdcd/,
  ],
  [
    "what an image is taken for",
    { images: [FIRST, { ...SECOND, class: "full-dump" }] },
    /^P: images\[1\]\.file: b\.rbl is another thing than.*"app-rbl".*"full-dump"/,
  ],
  [
    "everything: it is of another recipe",
    { name: "other-2.0", sha256: OTHER },
    /^P\.approval: is the approval of recipe "plug-1\.18", not of "other-2\.0"\./,
  ],
])("an approval is void when this changed: %s", (_, change, message) => {
  checkApproval(path, APPROVAL, NOW);
  const check = (): void => checkApproval("P", APPROVAL, { ...NOW, ...change });
  expect(check).toThrow(InputError);
  expect(check).toThrow(message);
  expect(check).toThrow("Put it back as it was, or approve what is there now: npx flashline");
});

test.each<[string, Partial<Approval>]>([
  ["an image more", { images: [FIRST, SECOND, SECOND] }],
  ["an image twice in place of two", { images: [FIRST, FIRST] }],
  ["an image less", { images: [FIRST] }],
  ["its images in another order", { images: [SECOND, FIRST] }],
  ["another recipe's name", { recipe: { ...APPROVAL.recipe, name: "other-2.0" } }],
])("an approval changed by hand is none: %s", (_, change) => {
  expect(() => checkApproval("P", { ...APPROVAL, ...change }, NOW)).toThrow(InputError);
});

test("the command to approve can be pasted, whatever the path", () => {
  expect(howToApprove("config/a.yaml")).toBe(
    "npx flashline recipe approve config/a.yaml --by NAME",
  );
  expect(howToApprove("it's; rm -rf.yaml")).toContain(`approve 'it'\\''s; rm -rf.yaml' --by`);
});
