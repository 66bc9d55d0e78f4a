import type { Command } from "commander";
import { wholeNumber } from "./option-values.ts";
import { PROGRAM_VERSION } from "./version.ts";

interface CommissionOptions {
  readonly jig: string;
  readonly only?: string;
  readonly repeat: number;
  readonly json?: true;
  readonly fast?: true;
}

/** `flashline commission`: proves which relay governs which port. */
export const addCommissionCommand = (program: Command): void => {
  program
    .command("commission")
    .description("prove a jig's wiring: move one relay at a time and listen on all ports")
    .requiredOption("--jig <file>", "jig file: the fixtures and their wiring")
    .option("--only <ids>", "only these fixtures, such as F01,F02; stores no mark")
    .option("--repeat <n>", "how often each board is started to time its answer", wholeNumber, 3)
    .option("--json", "one JSON event a line on stdout; lines for people on stderr")
    .option("--fast", "virtual boards take no time on wire and flash")
    .addHelpText("after", HELP)
    .action(async ({ jig, only, repeat, json, fast }: CommissionOptions) => {
      const { commissionJig } = await import("../commission/commission-jig.ts");
      const { tellPeople } = await import("../commission/tell-people.ts");
      const { tellJson } = await import("../commission/tell-json.ts");
      const order = {
        jigPath: jig,
        only,
        repeat,
        speed: fast === true ? "instant" : "real",
        hasTerminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
        program: PROGRAM_VERSION,
      } as const;
      const stream = json === true ? process.stderr : process.stdout;
      const people = tellPeople((text) => void stream.write(text), order);
      const programs = tellJson((text) => void process.stdout.write(text));
      process.exitCode = await commissionJig(order, (news) => {
        people(news);
        if (json === true) programs(news);
      });
    });
};

const HELP = `
Put a board into every nest first. Nothing on the boards is changed; at the end none has power. A jig that is
right gets a mark, JIG.commissioned, which run and doctor look for. A jig found unfit loses it.

Exit codes: 0 the jig is as its file says, 2 wrong usage or jig, 3 it is not (the lines say what to
correct), or a fixture is in use, 130 stopped.

Examples:
  npx flashline commission --jig my-jig.yaml
  npx flashline commission --jig fixtures/virtual-8.yaml --fast`;
