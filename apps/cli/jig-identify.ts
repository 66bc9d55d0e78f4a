import { type Command, InvalidArgumentError, Option } from "commander";

/** `flashline jig identify`: blinks one fixture. */
export const addJigIdentify = (jig: Command): void => {
  jig
    .command("identify")
    .description("show which fixture is which: blink its lamps or its relay")
    .argument("<id>", "id of the fixture")
    .requiredOption("--jig <file>", "jig file: the fixtures and their wiring")
    .addOption(
      new Option("--times <count>", "how often it blinks, 1 to 60").argParser(times).default(5),
    )
    .addHelpText("after", HELP)
    .action(async (id: string, options: { readonly jig: string; readonly times: number }) => {
      const { identifyNest } = await import("../jig-maker/identify-nest.ts");
      process.exitCode = await identifyNest({
        jigPath: options.jig,
        id,
        times: options.times,
        tell: (line) => void process.stdout.write(`${line}\n`),
      });
    });
};

const times = (text: string): number => {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 60) return count;
  throw new InvalidArgumentError("Give a whole number from 1 to 60.");
};

const HELP = `
Lights the fixture's lamps in turn; without lamps it switches its supply (else its reset) on and off, and a board in it gets
power meanwhile. Leaves all off, Ctrl-C included. Ports stay closed unless one of their lines is the switch. A fixture that another process uses is refused.

Exit codes: 0 done, 2 wrong usage or jig, or nothing there can blink, 3 the station failed or the fixture is in use, 130 stopped.

Example:
  npx flashline jig identify F07 --jig my-jig.yaml`;
