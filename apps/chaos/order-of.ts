import { CHIPS } from "../../libs/chips/chips.ts";
import type { FlashPlan } from "../../libs/firmware/flash-plan.ts";
import type { RunOrder } from "../../libs/run/run-order.ts";
import type { ChaosCase } from "./chaos-case.ts";
import { givenTo } from "./given-values.ts";
import { troubleOf } from "./troubles-of.ts";

const BOOT_WITHIN_MS = 5000;

/** What the worker would be told to do. */
export const orderOf = (chaosCase: ChaosCase, plan: FlashPlan): RunOrder => {
  const { chip, recipe, number } = chaosCase;
  const isOtherVersion = troubleOf(chaosCase, "other-version") !== undefined;
  const expect = isOtherVersion ? "99.9" : recipe.expect;
  return {
    identity: { run: `R${number}`, lot: "CHAOS", serial: "SN1", fixture: "F01", attempt: 1 },
    chip: CHIPS[chip],
    recipe: "chaos",
    plan,
    own: givenTo(chaosCase),
    calibration: "any",
    bootloader: recipe.bootloader,
    baud: recipe.baud,
    linkAttempts: recipe.linkAttempts,
    backup: recipe.backup,
    write: recipe.write,
    verify: recipe.verify,
    protection: recipe.protection,
    boot:
      expect === undefined ? undefined : { expect: [expect], never: [], withinMs: BOOT_WITHIN_MS },
  };
};
