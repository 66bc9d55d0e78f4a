import type { Clock } from "../clock/clock.ts";
import { powerByActs } from "./power-by-acts.ts";
import type { PowerControl } from "./power-control.ts";
import { relayFailure } from "./relay-failure.ts";
import { type Orphaned, runCommand } from "./run-command.ts";

/** A supply switched by any program: hub port power, a PDU, a lab supply, a relay's own tool. */
export const commandPower = (
  commands: { readonly on: readonly string[]; readonly off: readonly string[] },
  clock: Clock,
): PowerControl => {
  const run = async (argv: readonly string[], orphaned: Orphaned): Promise<void> => {
    try {
      await runCommand(argv, clock, orphaned);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw relayFailure(`command ${argv.join(" ")}`, reason, error);
    }
  };
  return powerByActs(
    // Going on without us it would come after our guard, which has switched off by then.
    () => run(commands.on, "ended"),
    () => run(commands.off, "goes-on"),
  );
};
