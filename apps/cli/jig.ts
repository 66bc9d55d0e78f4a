import type { Command } from "commander";
import { addJigIdentify } from "./jig-identify.ts";
import { addJigNew } from "./jig-new.ts";
import { addJigSchema } from "./jig-schema.ts";

/** `flashline jig ...`: what is done with a jig's wiring, without a lot. */
export const addJigCommand = (program: Command): void => {
  const jig = program.command("jig").description("work on a jig's wiring, without a lot");
  addJigNew(jig);
  addJigIdentify(jig);
  addJigSchema(jig);
  jig
    .command("make-safe")
    .description("switch a jig's boards off, whatever died and left them on")
    .requiredOption("--jig <file>", "jig file: the fixtures and their wiring")
    .option("--only <ids>", "only these fixtures, such as F01,F02")
    .addHelpText("after", MAKE_SAFE_HELP)
    .action(async ({ jig: jigPath, only }: { readonly jig: string; readonly only?: string }) => {
      const { secureJig } = await import("../guard/secure-jig.ts");
      const tell = (line: string): void => void process.stdout.write(`${line}\n`);
      process.exitCode = await secureJig({ jigPath, only, tell });
    });
};

const MAKE_SAFE_HELP = `
Returns each fixture's relays to their safe level: supply off, CEN free. A fixture that another process
uses is left to it. A supply that the station does not switch (power none, manual) stays as it is, and its
line says so. No board's port is opened. Meant for people after a mishap, and for ExecStopPost= of a systemd unit.

Exit codes: 0 every board that the station switches is off, 2 wrong usage or jig, 3 not surely so: the lines say which and why.

Example:
  npx flashline jig make-safe --jig my-jig.yaml`;
