import { toHex } from "../bytes/hex.ts";
import type { SpiBus } from "./spi-bus.ts";

const READ_ID = Uint8Array.of(0x9f);
const ID_BYTES = 3;

/** What a read of the flash's id gave; ids are lower-case hex. `none`: the line stays at a level. */
type OneReading =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "none"; readonly level: "zeros" | "ones" };

/** What two reads of the flash's id gave. */
export type JedecReading =
  | OneReading
  | { readonly kind: "unstable"; readonly ids: readonly string[] };

/** Reads the flash's id once, which proves nothing. Rejects as the bus does. */
export const readJedecOnce = async (bus: SpiBus): Promise<OneReading> => {
  const { after } = await bus.transfer(READ_ID, ID_BYTES);
  const id = toHex(after);
  if (id === "000000") return { kind: "none", level: "zeros" };
  return id === "ffffff" ? { kind: "none", level: "ones" } : { kind: "id", id };
};

/** Reads the flash's id twice: a floating line may look like one once. Rejects as the bus does. */
export const readJedecId = async (bus: SpiBus): Promise<JedecReading> => {
  const readings = [await readJedecOnce(bus), await readJedecOnce(bus)] as const;
  const ids = readings.map((reading) =>
    reading.kind === "id" ? reading.id : reading.level === "zeros" ? "000000" : "ffffff",
  );
  return ids[0] === ids[1] ? readings[0] : { kind: "unstable", ids };
};
