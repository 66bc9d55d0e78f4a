import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chooseBackend } from "../../../libs/gpio/choose-backend.ts";

test("kind gpio goes through sysfs where there is one, kind gpiod never", async () => {
  const root = mkdtempSync(join(tmpdir(), "gpio-"));
  try {
    expect(await chooseBackend({ kind: "gpio" }, root)).toBe("character-device");
    writeFileSync(join(root, "export"), "");
    expect(await chooseBackend({ kind: "gpio" }, root)).toBe("sysfs");
    expect(await chooseBackend({ kind: "gpiod" }, root)).toBe("character-device");
  } finally {
    rmSync(root, { recursive: true });
  }
});
