import { passesCheck } from "./check-digits.ts";
import { parseSerialPattern } from "./parse-serial-pattern.ts";
import { matchesSerial } from "./serial-pattern.ts";
import type { SerialRule } from "./serial-rule.ts";

/** What is wrong with a serial, and by which rule. */
export interface SerialFault {
  readonly fault: "malformed" | "check-digit";
  readonly rule: SerialRule;
}

const faultBy = (
  { pattern, check }: SerialRule,
  serial: string,
): SerialFault["fault"] | undefined => {
  const read = pattern === undefined ? undefined : parseSerialPattern(pattern);
  // A pattern that cannot be read was refused with its recipe.
  if (read?.ok && !matchesSerial(read.pattern, serial)) return "malformed";
  return passesCheck(check, serial) ? undefined : "check-digit";
};

/** What keeps a serial from being one of the lot's: the first fault by any of the rules, or undefined. */
export const judgeSerial = (
  rules: readonly SerialRule[],
  serial: string,
): SerialFault | undefined => {
  for (const rule of rules) {
    const fault = faultBy(rule, serial);
    if (fault !== undefined) return { fault, rule };
  }
  return undefined;
};
