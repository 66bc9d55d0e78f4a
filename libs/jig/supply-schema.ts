import { z } from "zod";
import { plainName } from "../input/plain-name.ts";
import type { SupplyConfig } from "./jig.ts";
import { offTime } from "./wiring-schema.ts";

/** Boards of one supply that may power up together, and ms between two of them (hardware.md, hubs and power). */
const AT_ONCE = 2;
const GAP_MS = 150;
/** Long past any inrush and any answer of a good board. */
const MAX_HOLD_MS = 1000;

const name = plainName("Give the supply a short name, such as psu1.");

const supply = z.strictObject({
  atOnce: z.int().min(1).max(64).default(AT_ONCE),
  gapMs: z.int().min(0).max(10_000).default(GAP_MS),
  minOffMs: offTime.optional(),
  maxHoldMs: z.int().min(50).max(60_000).default(MAX_HOLD_MS),
});

/** Those of a supply of which nothing is said. */
export const USUAL_RULES: SupplyConfig = supply.parse({});

/** Name of the supply of a nest. */
export const supplyName = name.optional();

/** The supplies of a jig and how their boards come on, by name. One without fields has the usual ones. */
export const suppliesSchema = z
  .record(
    name,
    z.preprocess((given) => given ?? {}, supply),
  )
  .optional();
