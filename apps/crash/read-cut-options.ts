import { parseOptions, readWholeNumber } from "../../libs/tool/tool-options.ts";
import type { CutCase } from "./cut-case.ts";

const STATIONS = {
  name: "stations",
  usage: "Options: --boards 200 --fixtures 6 --cut 90 --app-bytes 400000 --loopback.",
};

/** What to play, and on which network: `any` is the best that this user may make. */
export interface CutOptions extends CutCase {
  readonly network: "any" | "loopback";
}

/** Reads what `npm run stations -- ...` was asked for. @throws InputError */
export const readCutOptions = (args: readonly string[]): CutOptions => {
  const texts = parseOptions(STATIONS, args, {
    boards: { type: "string", default: "200" },
    fixtures: { type: "string", default: "6" },
    cut: { type: "string", default: "90" },
    "app-bytes": { type: "string", default: "400000" },
    loopback: { type: "boolean", default: false },
  });
  const read = (
    option: "boards" | "fixtures" | "cut" | "app-bytes",
    [least, most]: readonly [number, number],
  ): number => readWholeNumber(STATIONS, `--${option}`, texts[option], { least, most });
  return {
    boards: read("boards", [1, 10_000]),
    fixtures: read("fixtures", [1, 16]),
    cutMs: read("cut", [1, 3600]) * 1000,
    appBytes: read("app-bytes", [1000, 1_080_000]),
    network: texts.loopback ? "loopback" : "any",
  };
};
