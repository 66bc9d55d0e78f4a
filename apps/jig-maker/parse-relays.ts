import { InputError } from "../../libs/input/input-error.ts";
import type { WrittenFields } from "../../libs/jig/read-portless-jig.ts";

const FORMS =
  "Forms: gpio:CHIP:5-8, gpiod:CHIP:5,6:low, serial-relay:MODEL:PORT:1-8, line:rts, line:dtr, reset:rts, reset:dtr.";

const refuse = (spec: string, problem: string): InputError =>
  new InputError({ source: "--relays" }, `"${spec}" ${problem}`, FORMS);

/** `5,6,9-12` as numbers; undefined for anything else, and for more than a jig has nests. */
export const parseNumbers = (text: string): readonly number[] | undefined => {
  const numbers: number[] = [];
  for (const part of text.split(",")) {
    const [, first = "", last = first] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part) ?? [];
    if (first === "" || Number(last) < Number(first)) return undefined;
    for (let number = Number(first); number <= Number(last); number += 1) numbers.push(number);
  }
  return numbers.length <= 256 ? numbers : undefined;
};

/** The `power` and `reset` of a nest for each relay a `--relays` names. */
export interface RelayFields {
  readonly power: WrittenFields;
  readonly reset?: WrittenFields;
}

/**
 * What `--relays` names. `"each-port"`: every port has such a line of its own.
 * @throws InputError; whether the fields themselves fit is left to the jig's own check.
 */
export const parseRelays = (
  spec: string,
): { readonly of: "each-port" | "relays"; readonly fields: readonly RelayFields[] } => {
  const [kind = "", ...rest] = spec.split(":");
  if (kind === "line" || kind === "reset") {
    const [line, ...more] = rest;
    if ((line !== "rts" && line !== "dtr") || more.length > 0) throw refuse(spec, "names no line.");
    const modem = { kind: "line", line };
    const fields = kind === "line" ? { power: modem } : { power: { kind: "none" }, reset: modem };
    return { of: "each-port", fields: [fields] };
  }
  const level = rest.at(-1) === "low" ? { activeLow: true } : {};
  const words = rest.at(-1) === "low" ? rest.slice(0, -1) : rest;
  const numbers = parseNumbers(words.at(-1) ?? "");
  if (numbers === undefined) throw refuse(spec, "does not end in numbers such as 1-8 or 5,6,7.");
  const power = powerOf(kind, words.slice(0, -1), level);
  if (power === undefined) throw refuse(spec, "is no relay that is known here.");
  return { of: "relays", fields: numbers.map((number) => ({ power: power(number) })) };
};

const powerOf = (
  kind: string,
  words: readonly string[],
  level: object,
): ((number: number) => WrittenFields) | undefined => {
  // A chip's label may have colons, and a by-path name has many.
  if ((kind === "gpio" || kind === "gpiod") && words.length > 0) {
    return (line) => ({ kind, chip: words.join(":"), line, ...level });
  }
  const [model, ...port] = words;
  if (kind === "serial-relay" && port.length > 0) {
    return (channel) => ({ kind, model, port: port.join(":"), channel });
  }
  return undefined;
};
