import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findProgram } from "../../../libs/process/find-program.ts";

test("the first executable file of the name on the PATH; no folder, no plain file", () => {
  const root = mkdtempSync(join(tmpdir(), "path-"));
  const path = ["a", "b", "c", "d"].map((name) => join(root, name)).join(":");
  for (const name of ["b/tool", "c", "d"]) mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(root, "c/tool"), "", { mode: 0o644 });
  expect(findProgram("tool", path)).toBeUndefined();
  writeFileSync(join(root, "d/tool"), "", { mode: 0o755 });
  expect(findProgram("tool", `:${path}`)).toBe(join(root, "d/tool"));
  expect(findProgram("tool", "")).toBeUndefined();
  rmSync(root, { recursive: true });
});
