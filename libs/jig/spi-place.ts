import type { SpiConfig } from "./jig.ts";

/** What must have one owner: a device of this machine, by its path, or a programmer by what names it. */
export type SpiPlace = { readonly device: string } | { readonly programmer: string };

/** Parameters of flashrom's programmers that say how one is used, not which one it is (flashrom(8)). */
const HOW: ReadonlySet<string> = new Set([
  "cs",
  "divisor",
  "serialspeed",
  "spimode",
  "spispeed",
  "voltage",
]);

/** What a nest's `spi` takes for itself: the same for all texts that lead flashrom to one adapter alike. */
export const spiPlaceOf = (spi: SpiConfig): SpiPlace => {
  if ("device" in spi) return { device: spi.device };
  const [name = "", ...rest] = spi.programmer.split(":");
  const parameters = rest.join(":").split(",").filter(isWhich).sort();
  // A serial port, which others may have as well; serprog has its rate behind it.
  const port = parameters.find((parameter) => parameter.startsWith("dev=/"));
  if (port !== undefined) return { device: port.slice("dev=".length).replace(/:\d+$/, "") };
  return { programmer: parameters.length === 0 ? name : `${name}:${parameters.join(",")}` };
};

const isWhich = (parameter: string): boolean =>
  parameter !== "" && !HOW.has(parameter.split("=")[0] ?? "");
