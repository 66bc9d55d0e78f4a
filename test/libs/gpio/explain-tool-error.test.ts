import { expect, test } from "vitest";
import { explainToolError } from "../../../libs/gpio/explain-tool-error.ts";

test.each([
  // libgpiod v1.6.3
  ["gpioset: error setting the GPIO line values: Device or resource busy", /held by another/],
  ["gpioset: error setting the GPIO line values: No such file or directory", /chip is gone/],
  ["gpioget: error reading GPIO values: Invalid argument", /knows no such line/],
  ["gpiodetect: unable to access GPIO chips: Permission denied", /add the user to the group/],
  // libgpiod v2.2.1
  ["gpioset: unable to request lines on chip '/dev/gpiochip0': Device or resource busy", /held by/],
  ["gpioset: cannot find GPIO chip character device 'gpiochip0'", /chip is gone/],
  ["gpioset: unable to open chip '/dev/gpiochip0': Permission denied", /add the user to the group/],
  ["gpioset: offset 99 is out of range on chip '/dev/gpiochip0'", /knows no such line/],
])("%s comes with its mend", (complaint, mend) => {
  expect(explainToolError(`${complaint}\n`)).toMatch(mend);
});

test("everything else is told by its last line", () => {
  expect(explainToolError("well\nburnt\n")).toBe("burnt");
  expect(explainToolError("")).toBe("it said nothing");
});
