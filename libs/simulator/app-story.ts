import { appLine, crashDump } from "./boot-log.ts";
import { type Fault, findFault } from "./fault.ts";
import type { Personality } from "./personality.ts";
import { appVersion } from "./stored-code.ts";

/** LibreTiny's builds end their version so, and listen for a link check while they run. */
const LIBRETINY_VERSION = /-bk7\w+$/;

/** Something printed on UART2, so many ms after the jump into the application. */
export interface AppLine {
  readonly afterMs: number;
  readonly text: Uint8Array;
}

/** What an application does once the bootloader has jumped into it. */
export interface AppStory {
  /** In the order of their times. */
  readonly lines: readonly AppLine[];
  /** When it crashes and the watchdog starts the chip again, in ms from the jump. */
  readonly restartsAfterMs: number | undefined;
  /** What makes it start the chip again: a link check on UART1 (uart-protocol.md section 8), or nothing. */
  readonly hears: "link-checks" | "nothing";
}

/** The story of the application in `flash`, as a board's faults make it. */
export const tellAppStory = (
  flash: Uint8Array,
  { appStart, marking, boot }: Personality,
  faults: readonly Fault[],
): AppStory => {
  const stored = appVersion(flash, appStart);
  const version = findFault(faults, "boots-other")?.version ?? stored;
  const first = { afterMs: boot.appMs, text: appLine(marking, version ?? "unknown") };
  if (findFault(faults, "boot-silent") !== undefined) return standingStill([]);
  const crash = findFault(faults, "app-crash");
  const loop = findFault(faults, "boot-loop");
  const endMs = crash?.ms ?? loop?.ms;
  if (endMs !== undefined) {
    const lines = endMs > first.afterMs ? [first] : [];
    const dump = { afterMs: endMs, text: crashDump() };
    return { ...standingStill([...lines, dump]), restartsAfterMs: loop?.ms };
  }
  const isLibreTiny = version !== undefined && LIBRETINY_VERSION.test(version);
  return { ...standingStill([first]), hears: isLibreTiny ? "link-checks" : "nothing" };
};

const standingStill = (lines: readonly AppLine[]): AppStory => ({
  lines,
  restartsAfterMs: undefined,
  hears: "nothing",
});
