import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readJig } from "../../libs/jig/read-jig.ts";

const text = readFileSync(resolve(import.meta.dirname, "../../docs/jig-file.md"), "utf8");
const examples = [...text.matchAll(/```yaml\n(jig: [^`]*)```/g)].map(([, yaml = ""]) => yaml);
const folder = mkdtempSync(join(tmpdir(), "jig-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(examples)("an example of docs/jig-file.md is a jig: %s", async (yaml) => {
  const path = join(folder, "jig.yaml");
  writeFileSync(path, yaml);
  const { fixtures } = await readJig(path);
  const range = /ids: F01\.\.F(\d+)/.exec(yaml)?.[1];
  if (range !== undefined) expect(fixtures).toHaveLength(Number(range));
});

test("shows an FT4232H jig and a 7-port hub in short", () => {
  expect(examples.filter((yaml) => yaml.includes("ids:")).length).toBeGreaterThan(2);
});
