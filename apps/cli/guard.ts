import type { Command } from "commander";
import { PROGRAM_VERSION } from "./version.ts";

/** `flashline guard`: started by the shell that watches over a process of ours, when that died. */
export const addGuardCommand = (program: Command): void => {
  program
    .command("guard", { hidden: true })
    .description("leave the nests named in the environment safe, as their process died")
    .option("--logs <dir>", "folder of the logs that take its account")
    .action(async ({ logs }: { readonly logs?: string }) => {
      const { secureInherited } = await import("../guard/secure-inherited.ts");
      const inheritance = { environment: process.env, logs, program: PROGRAM_VERSION };
      process.exitCode = await secureInherited(inheritance);
    });
};
