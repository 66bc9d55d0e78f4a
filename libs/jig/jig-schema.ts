import { z } from "zod";
import { asChipName } from "../chips/as-chip-name.ts";
import { CHIP_NAMES } from "../chips/chips.ts";
import { plainName } from "../input/plain-name.ts";
import type { FixtureConfig } from "./jig.ts";
import { MOST_NESTS } from "./list-ids.ts";
import { offTimeOf } from "./off-time.ts";
import { buzzerSchema, inputsSchema, lampsSchema } from "./panel-schema.ts";
import { GIVE_PORT, portSchema } from "./port-schema.ts";
import { spiSchema } from "./spi-schema.ts";
import { suppliesSchema, supplyName } from "./supply-schema.ts";
import { virtualWiringSchema } from "./virtual-wiring-schema.ts";
import { offTime, powerSchema, resetSchema } from "./wiring-schema.ts";

/** Fields that a simulated nest has no use for. */
export const NO_PORTS_NEEDED = ["flashPort", "logPort", "power", "reset", "spi", "offMs"] as const;

const GIVE_LOG_PORT = `${GIVE_PORT} Or \`flash\`, where the board logs on its flash port.`;

const logPort = z
  .string(GIVE_LOG_PORT)
  .regex(/^(flash|\/[^\0]{1,4000})$/, { error: GIVE_LOG_PORT });

const adapter = z.strictObject({
  latencyMs: z.number().min(0).max(255).optional(),
  fastestBaud: z.int().min(9600).optional(),
  drops: z.number().gt(0).lte(1).optional(),
});

const virtual = z.strictObject({
  chip: z.preprocess(asChipName, z.enum(CHIP_NAMES)),
  flash: z.string().min(1).optional(),
  faults: z.array(z.string("Give faults by name, such as silent or dies-at:0x40000.")).default([]),
  adapter: adapter.optional(),
  wiring: virtualWiringSchema.optional(),
});

const fields = z.strictObject({
  id: plainName("Give the nest a short name, such as F01."),
  flashPort: portSchema.optional(),
  logPort: logPort.optional(),
  power: powerSchema.optional(),
  reset: resetSchema.optional(),
  spi: spiSchema.optional(),
  offMs: offTime.optional(),
  virtual: virtual.optional(),
  inputs: inputsSchema.optional(),
  lamps: lampsSchema.optional(),
  recipe: z.string("Give the path of a recipe file.").min(1).optional(),
  supply: supplyName,
});

/** A nest has real ports or a simulated board, never both. */
const fixture = fields.transform((given, context): FixtureConfig => {
  const refuse = (path: readonly string[], message: string): never => {
    context.addIssue({ code: "custom", path: [...path], message });
    return z.NEVER;
  };
  const { id, recipe, supply, inputs, lamps } = given;
  if (given.virtual !== undefined) {
    const extra = NO_PORTS_NEEDED.find((field) => given[field] !== undefined);
    if (extra !== undefined) {
      return refuse([extra], "has no meaning beside `virtual`. Remove it, or remove `virtual`.");
    }
    return { id, recipe, supply, inputs, lamps, virtual: given.virtual };
  }
  if (given.flashPort === undefined) {
    return refuse(
      ["flashPort"],
      `is missing. ${GIVE_PORT} (Or \`virtual\` for a simulated board.)`,
    );
  }
  if (given.power === undefined) {
    return refuse(
      ["power"],
      "is missing. Say what switches the board's supply, such as { kind: gpio, chip: ..., line: 17 }, or { kind: manual }.",
    );
  }
  const { pulseMs, ...reset } = { pulseMs: undefined, ...(given.reset ?? { kind: "none" }) };
  const { power, offMs, spi } = given;
  if (spi !== undefined && power.kind === "none" && reset.kind === "none")
    return refuse(
      ["spi"],
      "needs something that restarts the chip (CEN). Wire `reset` or a power that can be switched.",
    );
  const time = offTimeOf({ power, reset, pulseMs, offMs });
  if ("wrong" in time) return refuse(time.wrong, time.problem);
  return {
    id,
    recipe,
    supply,
    inputs,
    lamps,
    flashPort: given.flashPort,
    logPort: given.logPort,
    power,
    reset,
    spi,
    offMs: time.offMs,
  };
});

const NO_SWITCH =
  "names neither `lid` nor `start`, one of which starts its board under trigger `switch`. Wire one, or use trigger operator.";

/** A jig file as written (design.md section 5.2); paths are not resolved yet. */
export const jigSchema = z
  .strictObject({
    jig: plainName("Give the jig a short name, such as line-a."),
    trigger: z.enum(["operator", "switch", "auto"]).default("operator"),
    supplies: suppliesSchema,
    buzzer: buzzerSchema.optional(),
    fixtures: z
      .array(fixture, "List the nests, each beginning with `- id:`.")
      .min(1, "List at least one nest, beginning with `- id:`.")
      .max(MOST_NESTS, `A jig has ${MOST_NESTS} nests at most.`),
  })
  .superRefine(({ trigger, fixtures }, context) => {
    if (trigger !== "switch") return;
    for (const [at, { inputs }] of fixtures.entries()) {
      if (inputs?.lid !== undefined || inputs?.start !== undefined) continue;
      context.addIssue({ code: "custom", path: ["fixtures", at, "inputs"], message: NO_SWITCH });
    }
  });
