import type { Clock } from "../clock/clock.ts";
import type { PowerControl } from "./power-control.ts";
import { relayFailure } from "./relay-failure.ts";
import { runCommand } from "./run-command.ts";

/** A supply switched by any program: hub port power, a PDU, a lab supply, a relay's own tool. */
export const commandPower = (
  commands: { readonly on: readonly string[]; readonly off: readonly string[] },
  clock: Clock,
): PowerControl => {
  const run = async (argv: readonly string[]): Promise<void> => {
    try {
      await runCommand(argv, clock);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw relayFailure(`command ${argv.join(" ")}`, reason, error);
    }
  };
  const off = (): Promise<void> => run(commands.off);
  return {
    means: "cycle",
    on: () => run(commands.on),
    off,
    makeSafe: off,
    [Symbol.asyncDispose]: async () => undefined,
  };
};
