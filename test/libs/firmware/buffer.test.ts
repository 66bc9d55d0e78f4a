import { expect, test } from "vitest";
import { CHIPS } from "../../../libs/chips/chips.ts";
import { buildApp } from "../../../libs/firmware/build-image.ts";
import { readFirmware } from "../../../libs/firmware/read-firmware.ts";

test("a Buffer, as files are read, is taken as any other bytes and left unchanged", () => {
  const app = buildApp({ chip: "bk7231n", seed: 1, bytes: 20_000, version: "1.0" });
  const file = Buffer.from(app);
  expect(readFirmware(file, { chip: CHIPS.bk7231n, fileName: "app.rbl" }).ok).toBe(true);
  expect(file.equals(app)).toBe(true);
});
