import { type Command, Option } from "commander";
import { readJig } from "../../libs/jig/read-jig.ts";
import { faultProblem } from "../../libs/simulator/parse-fault.ts";

interface SimulateOptions {
  readonly jig: string;
  readonly fast?: true;
  readonly selfReset?: true;
  readonly relayBoards?: true;
  readonly state?: string;
  readonly account?: string;
  readonly control?: string;
  readonly owned?: true;
}

/** `flashline simulate`: a jig's virtual boards on pseudo-terminals. */
export const addSimulateCommand = (program: Command): void => {
  program
    .command("simulate")
    .description("put the virtual boards of a jig on pseudo-terminals, until stopped")
    .requiredOption("--jig <file>", "jig file with virtual fixtures")
    .option("--fast", "wire and flash take no time")
    .option(
      "--self-reset",
      "boards have power, and start again for a program they do not understand",
    )
    .option(
      "--relay-boards",
      "USB relay boards on pseudo-terminals switch the supplies, too, eight a board",
    )
    .option("--state <dir>", "keep each board's flash as DIR/<fixture>.bin")
    .option(
      "--account <file>",
      "append a JSON line each time a board had power: what became of its flash",
    )
    .option("--control <socket>", "UNIX socket on which power is served; a temporary one if absent")
    .addOption(
      new Option("--owned", "started by run: ends with the process that started it").hideHelp(),
    )
    .addHelpText("after", HELP)
    .action(async (options: SimulateOptions) => {
      const { jig, fast, selfReset, relayBoards, state, account, control, owned } = options;
      const { runSimulator } = await import("../simulator/run-simulator.ts");
      await runSimulator({
        jig: await readJig(jig, { faultProblem }),
        speed: fast === true ? "instant" : "real",
        resets: selfReset === true ? "itself" : "from-outside",
        relayBoards: relayBoards === true ? "serial" : "none",
        stateDir: state,
        accountFile: account,
        controlSocket: control,
        until: owned === true ? "stdin-ends" : "signal",
        print: (line) => process.stdout.write(`${line}\n`),
      });
    });
};

const HELP = `
Goes on until it is stopped (Ctrl-C, SIGTERM), which ends it with 0.

Exit codes: 0 stopped, 2 wrong usage or jig, 3 the station failed.`;
