import { countCrashAsStationFailure } from "../../../apps/cli/exit.ts";

/** A command with a bug that shows outside of everything that catches. */
countCrashAsStationFailure();
setTimeout(() => {
  throw new Error("a bug");
}, 10);
