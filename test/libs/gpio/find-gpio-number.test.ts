import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findGpioNumber } from "../../../libs/gpio/find-gpio-number.ts";

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "gpio-"));
  const chips = [
    { base: 512, label: "pinctrl-bcm2711", lines: 58 },
    { base: 570, label: "raspberrypi-exp-gpio", lines: 8 },
    { base: 600, label: "mcp23017", lines: 16 },
    { base: 616, label: "mcp23017", lines: 16 },
  ];
  for (const { base, label, lines } of chips) {
    const folder = join(root, `gpiochip${base}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "base"), `${base}\n`);
    writeFileSync(join(folder, "label"), `${label}\n`);
    writeFileSync(join(folder, "ngpio"), `${lines}\n`);
  }
  writeFileSync(join(root, "export"), "");
});
afterAll(() => rmSync(root, { recursive: true }));

test.each([
  ["pinctrl-bcm2711", 0, 512],
  ["pinctrl-bcm2711", 17, 529],
  ["pinctrl-bcm2711", 57, 569],
  ["raspberrypi-exp-gpio", 7, 577],
])("%s line %i is number %i", async (chip, line, number) => {
  expect(await findGpioNumber({ chip, line }, root)).toBe(number);
});

test.each([
  ["pinctrl-bcm2711", 58, /lines 0 to 57/],
  ["pinctrl-bcm2835", 1, /no GPIO chip .*pinctrl-bcm2711, raspberrypi-exp-gpio/],
  ["mcp23017", 1, /2 GPIO chips/],
])("%s line %i is refused", async (chip, line, reason) => {
  await expect(findGpioNumber({ chip, line }, root)).rejects.toThrow(reason);
});

test("a kernel without sysfs GPIO says so and names the alternatives", async () => {
  await expect(findGpioNumber({ chip: "any", line: 1 }, join(root, "no"))).rejects.toThrow(
    /no sysfs GPIO .*use kind gpiod/,
  );
});
