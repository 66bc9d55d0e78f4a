import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { until } from "../../support/until.ts";

test("a guard knows its nests from its first moment: its owner may die in the next one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "flashline-guard-"));
  using _folder = { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
  const place = join(folder, "guarded");
  const owner = join(import.meta.dirname, "dying-owner.ts");
  spawn(process.execPath, [owner], { env: { ...process.env, GUARDED_PLACE: place } });
  await until("the guard acts", () => existsSync(place));
  expect(JSON.parse(readFileSync(place, "utf8"))).toMatchObject({ id: "F01" });
});
