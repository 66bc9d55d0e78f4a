import type { WiredFixture } from "../../../libs/jig/jig.ts";
import type { Check } from "../examination.ts";

/** A port whose lines switch power or reset has lines; a pseudo-terminal has none (hardware.md). */
export const checkModemLines: Check = async ({ wired, ports }) =>
  wired.filter(needsLines).flatMap(({ id }) => {
    const port = ports.find(({ fixture, role }) => fixture === id && role === "flash");
    if (port?.kind !== "pseudo-terminal") return [];
    return [
      {
        level: "problem",
        fixture: id,
        port: port.path,
        what: "The jig file switches power or reset by RTS or DTR of a pseudo-terminal, which has neither.",
        remedy: "Name a real adapter, or give the fixture another kind of power or reset.",
      } as const,
    ];
  });

const needsLines = ({ power, reset }: WiredFixture): boolean =>
  power.kind === "line" || reset.kind === "line";
