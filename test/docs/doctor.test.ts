import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CHECKS } from "../../apps/doctor/checks.ts";

test("docs/doctor.md lists every check, in the page's order", () => {
  const page = readFileSync(new URL("../../docs/doctor.md", import.meta.url), "utf8");
  const listed = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
  expect(listed).toEqual(Object.keys(CHECKS));
});
