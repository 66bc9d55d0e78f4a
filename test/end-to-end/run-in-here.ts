import { Command } from "commander";
import { addRunCommand } from "../../apps/cli/run.ts";

/** Runs `run` as its process would, up to the error that becomes its exit code 2; undefined if it ran. */
export const runInHere = async (args: readonly string[]): Promise<unknown> => {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addRunCommand(program);
  return program.parseAsync(["node", "flashline", "run", ...args]).then(
    () => undefined,
    (error: unknown) => error,
  );
};
