import { type Fault, findFault } from "./fault.ts";
import type { BootFacts } from "./personality.ts";

/** A chip's boot facts as a board's faults make them. */
export const faultyBoot = (boot: BootFacts, faults: readonly Fault[]): BootFacts => {
  const windowMs = findFault(faults, "narrow")?.ms ?? boot.windowMs;
  const { junkHolds } = boot;
  return {
    ...boot,
    listensAfterMs: boot.listensAfterMs + (findFault(faults, "late")?.ms ?? 0),
    windowMs,
    // Junk holds a window that is open, but not beyond what a narrow one is given.
    junkHolds:
      windowMs === boot.windowMs || junkHolds === undefined
        ? junkHolds
        : { ...junkHolds, capMs: windowMs },
  };
};
