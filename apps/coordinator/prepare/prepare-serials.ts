import { InputError } from "../../../libs/input/input-error.ts";
import { judgeSerial, type SerialFault } from "../../../libs/recipe/judge-serial.ts";
import type { SerialRule } from "../../../libs/recipe/serial-rule.ts";

/** A recipe, as far as its serials go. */
interface RuledRecipe {
  readonly path: string;
  readonly serial?: SerialRule | undefined;
}

/** What the lot's serials must look like: any board may come into any fixture, so by all of its recipes. */
export const serialRulesOf = ({
  recipes,
}: {
  readonly recipes: { values(): Iterable<RuledRecipe> };
}): readonly SerialRule[] => [...new Set(recipes.values())].flatMap(({ serial }) => serial ?? []);

const REMEDY = "Correct the serials, or the recipe's `serial`.";

const describe = (serial: string, { fault, rule }: SerialFault): string =>
  fault === "malformed"
    ? `${serial} does not match ${rule.pattern}.`
    : `${serial} has a wrong check digit (${rule.check}).`;

/** Serials of a list or range must be as the recipe wants them. Throws `InputError`. */
export const checkSerialForm = (
  { path, serial: rule }: RuledRecipe,
  serials: readonly string[],
): void => {
  if (rule === undefined) return;
  for (const serial of serials) {
    const fault = judgeSerial([rule], serial);
    if (fault === undefined) continue;
    const field = fault.fault === "malformed" ? "serial.pattern" : "serial.check";
    throw new InputError({ source: path, field }, describe(serial, fault), REMEDY);
  }
};
