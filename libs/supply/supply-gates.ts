import type { Clock } from "../clock/clock.ts";
import type { Jig } from "../jig/jig.ts";
import { supplyPlans } from "../jig/supply-plan.ts";
import { SupplyGate } from "./supply-gate.ts";

/**
 * By fixture id, the gate of each nest whose power-ups follow a plan. Of the whole jig: processes that
 * serve parts of it share its supplies.
 */
export const supplyGates = (jig: Jig, clock: Clock): ReadonlyMap<string, SupplyGate> =>
  new Map(
    [...supplyPlans(jig)].map(([fixture, plan]) => [
      fixture,
      new SupplyGate(plan, { fixture, clock }),
    ]),
  );
