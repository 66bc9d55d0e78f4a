import { judgeSerial } from "../recipe/judge-serial.ts";
import type { SerialRule } from "../recipe/serial-rule.ts";

/**
 * Numbers from 1 to `most` that are serials of the lot or, when serials are scanned, could be: whoever types
 * one of those may mean a board.
 */
export const numericSerials = (
  serials: readonly string[] | "scan",
  rules: readonly SerialRule[],
  most: number,
): readonly number[] => {
  const numbers = Array.from({ length: most }, (_, index) => index + 1);
  if (serials === "scan") {
    return numbers.filter((number) => judgeSerial(rules, String(number)) === undefined);
  }
  const listed = new Set(serials);
  return numbers.filter((number) => listed.has(String(number)));
};
