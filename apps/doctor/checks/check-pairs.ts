import { shellWord } from "../../../libs/process/shell-word.ts";
import type { Check } from "../examination.ts";
import type { Remark } from "../finding.ts";
import type { PortUse } from "../port-use.ts";

/** Fewer pairs show no pattern that one could break. */
const FEWEST = 3;

interface Pair {
  readonly fixture: string;
  readonly flash: PortUse;
  readonly log: PortUse;
  readonly pattern: "log-after-flash" | "flash-after-log" | "two-adapters";
}

const PATTERNS: Readonly<Record<Pair["pattern"], string>> = {
  "log-after-flash": "has its log port after its flash port on one adapter",
  "flash-after-log": "has its flash port after its log port on one adapter",
  "two-adapters": "has flash and log port on two adapters",
};

/**
 * Flash and log ports lie alike in all fixtures. One that differs may be right, but looks swapped
 * or crossed; `commission` proves it by what the boards say.
 */
export const checkPairs: Check = async ({ wired, ports, jigPath }) => {
  const pairs = wired.flatMap(({ id }) => pairOf(id, ports));
  const usual = usualPattern(pairs);
  if (usual === undefined) return [];
  return pairs
    .filter(({ pattern }) => pattern !== usual)
    .map(
      ({ fixture, flash, log, pattern }): Remark => ({
        level: "warning",
        fixture,
        port: flash.path,
        what: `It ${PATTERNS[pattern]} (log: ${log.path}), unlike the other fixtures, each of which ${PATTERNS[usual]}: swapped, or crossed with a neighbour?`,
        remedy: "Prove the wiring.",
        commands: [`npx flashline commission --jig ${shellWord(jigPath)}`],
      }),
    );
};

const pairOf = (fixture: string, ports: readonly PortUse[]): Pair[] => {
  const own = ports.filter((port) => port.fixture === fixture);
  const flash = own.find(({ role }) => role === "flash");
  const log = own.find(({ role }) => role === "log");
  const flashAdapter = flash?.info?.usb?.chain[0]?.name;
  const logAdapter = log?.info?.usb?.chain[0]?.name;
  if (flash === undefined || log === undefined) return [];
  if (flashAdapter === undefined || logAdapter === undefined) return [];
  if (flashAdapter !== logAdapter) return [{ fixture, flash, log, pattern: "two-adapters" }];
  const isAfter = placeOf(log) > placeOf(flash);
  return [{ fixture, flash, log, pattern: isAfter ? "log-after-flash" : "flash-after-log" }];
};

/** Position on its adapter: the interface, and the port on it. */
const placeOf = ({ info }: PortUse): number =>
  (info?.interfaceNumber ?? 0) * 256 + (info?.portNumber ?? 0);

/** What more than half of the pairs have in common, or undefined. */
const usualPattern = (pairs: readonly Pair[]): Pair["pattern"] | undefined => {
  if (pairs.length < FEWEST) return undefined;
  const countOf = (pattern: Pair["pattern"]): number =>
    pairs.filter((pair) => pair.pattern === pattern).length;
  return pairs.map(({ pattern }) => pattern).find((pattern) => countOf(pattern) * 2 > pairs.length);
};
