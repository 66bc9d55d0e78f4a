import { basename } from "node:path";
import { addressOf } from "../../../libs/adapters/port-info.ts";
import { nearestWord } from "../../../libs/input/nearest-word.ts";
import { countWords } from "../count-words.ts";
import type { Check } from "../examination.ts";
import type { Remark } from "../finding.ts";
import { type PortUse, placeOf } from "../port-use.ts";

/** Long lists help nobody; `flashline ports` has them all. */
const FREE_NAMED = 4;

/** Every port of the jig is plugged in. */
export const checkPortsThere: Check = async ({ ports, adapters }) => {
  const missing = ports.filter(({ kind }) => kind === "missing");
  const used = new Set(ports.map(({ device }) => device));
  // A UART of the machine itself is no place for a board that was on an adapter.
  const free = adapters
    .filter(({ device, usb }) => usb !== undefined && !used.has(device))
    .map(addressOf);
  if (ports.length > 0 && missing.length === 0) {
    return [{ level: "ok", what: `${countWords(ports.length, "port")} of the jig, all there` }];
  }
  return missing.map((port) => describeMissing(port, free));
};

const describeMissing = (port: PortUse, free: readonly string[]): Remark => ({
  level: "problem",
  ...placeOf(port),
  what: `The ${port.role} port is not there.`,
  remedy: `${whatIsFree(port.path, free)} Plug the adapter in, or correct the jig file.`,
  commands: ["npx flashline ports"],
});

const whatIsFree = (path: string, free: readonly string[]): string => {
  if (free.length === 0) return "No other USB adapter is free.";
  const names = free.map((name) => basename(name));
  const near = free[names.indexOf(nearestWord(basename(path), names) ?? "")];
  if (near !== undefined) return `The nearest name that is there and free: ${near}.`;
  const listed = free.slice(0, FREE_NAMED).join(", ");
  return `There and free: ${listed}${free.length > FREE_NAMED ? ", and more" : ""}.`;
};
