import { z } from "zod";
import { suggestWord } from "../input/suggest-word.ts";
import type { SpiConfig } from "./jig.ts";
import { argv } from "./wiring-schema.ts";

/** What its own author found to work; faster failed for him (uart-protocol.md section 9). */
const USUAL_HZ = 30_000;

/**
 * Programmers of flashrom 1.3 that hold a chip outside the machine. Others are those of the machine's own
 * BIOS, cards and monitors: a wrong word must not write there.
 */
const OUTSIDE = [
  "buspirate_spi",
  "ch341a_spi",
  "dediprog",
  "developerbox_spi",
  "digilent_spi",
  "dirtyjtag_spi",
  "ft2232_spi",
  "jlink_spi",
  "pickit2_spi",
  "pony_spi",
  "raiden_debug_spi",
  "serprog",
  "stlinkv3_spi",
  "usbblaster_spi",
] as const;

const GIVE =
  "Give { device: /dev/spidev0.0 }, or { programmer: ..., enter: [...] } with flashrom's name of a programmer.";

const GIVE_PROGRAMMER =
  'Give it as flashrom wants it, such as "ft2232_spi:type=232H"; letters, digits and ,:=._/- only.';

const GIVE_DEVICE = "Give the whole path, such as /dev/spidev0.0, without commas.";

const fields = z.strictObject(
  {
    // A comma would end flashrom's parameter.
    device: z
      .string(GIVE_DEVICE)
      .regex(/^\/[^\0,]{1,255}$/, { error: GIVE_DEVICE })
      .optional(),
    speedHz: z
      .int("Give a whole number of Hz, such as 30000.")
      .min(10_000)
      .max(10_000_000)
      .refine(
        (hz) => hz % 1000 === 0,
        "must be whole kHz, such as 30000: flashrom takes no others.",
      )
      .optional(),
    programmer: z
      .string(GIVE_PROGRAMMER)
      .regex(/^[a-z0-9_]+(:[A-Za-z0-9,:=._/-]+)?$/, { error: GIVE_PROGRAMMER })
      .max(500)
      .optional(),
    enter: argv.optional(),
  },
  { error: ({ code }) => (code === "invalid_type" ? GIVE : undefined) },
);

/** How a nest's chip is reached over SPI, as written. */
export const spiSchema = fields.transform((given, context): SpiConfig => {
  const refuse = (path: readonly string[], message: string): never => {
    context.addIssue({ code: "custom", path: [...path], message });
    return z.NEVER;
  };
  const { device, speedHz, programmer, enter } = given;
  if (device !== undefined) {
    const extra = (["programmer", "enter"] as const).find((field) => given[field] !== undefined);
    if (extra !== undefined)
      return refuse([extra], "has no meaning beside `device`. Keep one of the two.");
    return { device, speedHz: speedHz ?? USUAL_HZ };
  }
  if (programmer === undefined) return refuse([], `names neither device nor programmer. ${GIVE}`);
  if (speedHz !== undefined)
    return refuse(["speedHz"], "is for `device`; a programmer's speed is in its own text.");
  const [name = ""] = programmer.split(":");
  if (name === "linux_spi")
    return refuse(["programmer"], "is what `device` is for. Give { device: /dev/spidev0.0 }.");
  if (!OUTSIDE.some((known) => known === name)) {
    const problem = `names ${name}, which is not among the programmers that hold a chip outside this machine.`;
    return refuse(["programmer"], `${problem} ${suggestWord(name, OUTSIDE)}`);
  }
  // Over TCP the pattern is sent by our own code, as over spidev.
  if (!/^serprog:ip=[^:,]+:\d{1,5}(,|$)/.test(programmer) && enter === undefined)
    return refuse(
      ["enter"],
      "is missing: Flashline itself sends the pattern over `device` and serprog:ip=HOST:PORT alone. Give the program that puts the chip into SPI mode, as a list of words.",
    );
  return enter === undefined ? { programmer } : { programmer, enter };
});
