import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

const filesUnder = (folder: string, form: RegExp): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => form.test(name))
    .map((name) => join(folder, name));

/** What people read and paste from. The deployment page makes `flashline` alone work before it writes it. */
const READ_BY_PEOPLE = [
  "README.md",
  ...filesUnder("docs", /\.md$/).filter((name) => name !== "docs/deployment.md"),
  ...filesUnder("config", /\.yaml$/),
  ...filesUnder("fixtures", /\.yaml$/),
  ...filesUnder("apps", /\.tsx?$/),
  ...filesUnder("libs/jig", /\.ts$/),
];

const COMMENT = /^\s*(\/\*\*|\*|\/\/)/;
/** With a command behind it, and not what names the program otherwise: a path, a user, `npx`. */
const BARE =
  /(?<!npx |flashline |[\w/-])flashline (?=(demo|run|report|history|log|deliver|info|read|doctor|ports|jig|commission|worker|dashboard|simulate|recipe|inspect|identities|COMMAND|--\w+)\b)/;

test.each(READ_BY_PEOPLE)("every command in %s can be pasted in a clone", (file) => {
  const lines = readFileSync(join(ROOT, file), "utf8").split("\n");
  const isCode = /\.tsx?$/.test(file);
  expect(lines.filter((line) => BARE.test(line) && !(isCode && COMMENT.test(line)))).toEqual([]);
});
