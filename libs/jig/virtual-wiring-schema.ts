import { z } from "zod";
import { plainName } from "../input/plain-name.ts";

/** How a simulated nest is wired; what is absent is right. docs/simulator.md tells each. */
export interface VirtualWiring {
  /** The virtual nests whose boards its relay feeds, in place of its own; or a relay that never or always conducts. */
  readonly relay?: readonly string[] | "dead" | "stuck" | undefined;
  /** UART1 is on the log port, UART2 on the flash port. */
  readonly ports?: "swapped" | undefined;
  /** The board lives on over the flash port's idle line when its relay is off. */
  readonly supply?: "back-fed" | undefined;
}

const RELAY = "Give the nests that the relay feeds, such as [F02], or dead, or stuck.";

/** A virtual nest's `wiring`, as written. */
export const virtualWiringSchema = z.strictObject({
  relay: z
    .union([z.array(plainName(RELAY)).min(1, RELAY).max(256), z.enum(["dead", "stuck"])], RELAY)
    .optional(),
  ports: z.literal("swapped", "Write swapped, or leave it away.").optional(),
  supply: z.literal("back-fed", "Write back-fed, or leave it away.").optional(),
});
