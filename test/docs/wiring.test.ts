import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readJig } from "../../libs/jig/read-jig.ts";

const text = readFileSync(resolve(import.meta.dirname, "../../docs/wiring.md"), "utf8");
const examples = [...text.matchAll(/```yaml\n([^`]*)```/g)].map(([, yaml = ""]) => yaml);
const folder = mkdtempSync(join(tmpdir(), "wiring-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A jig around an example that shows only one field of a nest. */
const asJig = (yaml: string): string => {
  if (yaml.startsWith("jig:")) return yaml;
  const power = yaml.startsWith("power:") ? "" : "power: { kind: none }\n";
  const nest = `id: F01\nflashPort: /dev/ttyUSB0\n${power}${yaml}`;
  const indented = nest.trimEnd().replaceAll("\n", "\n    ");
  return `jig: example\ntrigger: operator\nfixtures:\n  - ${indented}\n`;
};

test("shows every kind of power, reset and log", () => {
  expect(examples.length).toBe(16);
});

test("says under Reset what a reset does beside a switched supply", () => {
  const [, reset = ""] = /\n## Reset:(.*?)\n## /s.exec(text) ?? [];
  expect(reset).toContain("With both wired, power decides.");
});

test.each(examples)("an example of docs/wiring.md is a jig: %s", async (yaml) => {
  const path = join(folder, "jig.yaml");
  writeFileSync(path, asJig(yaml));
  const jig = await readJig(path);
  expect(jig.fixtures).toHaveLength(1);
});
