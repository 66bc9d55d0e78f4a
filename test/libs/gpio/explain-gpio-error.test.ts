import { expect, test } from "vitest";
import { explainGpioError } from "../../../libs/gpio/explain-gpio-error.ts";

test.each([
  ["EINVAL", /check chip and line/],
  ["EBUSY", /held by another driver/],
  ["EACCES", /no permission: add the user/],
  ["EPERM", /no output any more/],
  ["ENODEV", /unexported/],
  ["ERR_DLOPEN_FAILED", /npm run postinstall/],
  ["ERR_MODULE_NOT_FOUND", /npm ci/],
])("%s comes with its mend", (code, text) => {
  expect(explainGpioError(Object.assign(new Error("x"), { code }))).toMatch(text);
});

test("an addon that was never built comes with its mend", () => {
  const error = new Error("Could not locate the bindings file. Tried:\n → /a/b");
  expect(explainGpioError(error)).toMatch(/npm run postinstall/);
});

test("everything else is told as it is", () => {
  expect(explainGpioError(new Error("burnt"))).toBe("burnt");
  expect(explainGpioError("why")).toBe("why");
});
