import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeSerial } from "../../../libs/recipe/judge-serial.ts";
import type { SerialRule } from "../../../libs/recipe/serial-rule.ts";

const judge = (rule: SerialRule, serial: string) => judgeSerial([rule], serial)?.fault;

test.each<[SerialRule["check"], string, string | undefined]>([
  // ISO/IEC 7812-1's usual example, and with letters and signs around its digits.
  ["luhn", "79927398713", undefined],
  ["luhn", "SN-7992739871/3", undefined],
  ["luhn", "79927398710", "check-digit"],
  ["luhn", "SN", "check-digit"],
  ["luhn", "SN0", "check-digit"],
  // ISO/IEC 7064 MOD 97-10, as an LEI (ISO 17442) and an IBAN moved round have it.
  ["mod97-10", "5493001KJTIIGC8Y1R12", undefined],
  ["mod97-10", "5493001kjtiigc8y1r12", undefined],
  ["mod97-10", "5493001KJTIIGC8Y1R21", "check-digit"],
  ["mod97-10", "79444", undefined],
  ["mod97-10", "01", "check-digit"],
  // The remainder is right, but check digits are digits.
  ["mod97-10", "SN0001FA", "check-digit"],
  ["mod97-10", "SN0001R8", "check-digit"],
  ["none", "x", undefined],
])("%s of %s: %s", (check, serial, fault) => {
  expect(judge({ check }, serial)).toBe(fault);
});

test("a serial must satisfy every rule of the lot; the form is looked at before the check digits", () => {
  const rules: readonly SerialRule[] = [
    { pattern: "SN[0-9]{6}", check: "luhn" },
    { pattern: "SN00.*", check: "none" },
  ];
  expect(judgeSerial(rules, "SN000109")).toBeUndefined();
  expect(judgeSerial(rules, "SN000108")).toEqual({ fault: "check-digit", rule: rules[0] });
  expect(judgeSerial(rules, "SN00108")).toEqual({ fault: "malformed", rule: rules[0] });
  expect(judgeSerial(rules, "SN990101")).toMatchObject({ fault: expect.any(String) });
});

test("any one mistyped digit is noticed", () => {
  const digits = fc.array(fc.nat({ max: 9 }), { minLength: 4, maxLength: 12 });
  fc.assert(
    fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (given, at, by) => {
      const place = at % given.length;
      const wrong = given.with(place, ((given[place] ?? 0) + by) % 10);
      for (const check of ["luhn", "mod97-10"] as const) {
        const both = [given, wrong].map((serial) => judge({ check }, serial.join("")));
        expect(both.filter((fault) => fault === undefined).length).toBeLessThanOrEqual(1);
      }
    }),
  );
});
