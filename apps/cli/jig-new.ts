import type { Command } from "commander";
import { InputError } from "../../libs/input/input-error.ts";
import { shellWord } from "../../libs/process/shell-word.ts";
import { tellWritten } from "./tell-written.ts";
import { writeOutput } from "./write-output.ts";

interface JigNewOptions {
  readonly discover?: true;
  readonly from?: string;
  readonly relays?: readonly string[];
  readonly ids?: string;
  readonly ports?: string;
  readonly log: boolean;
  readonly yes?: true;
  readonly output?: string;
  readonly force?: true;
}

/** `flashline jig new`: writes a jig file, of the adapters or of what a survey finds. */
export const addJigNew = (jig: Command): void => {
  jig
    .command("new")
    .description("write a jig file of the adapters of this machine, or of what --discover finds")
    .option("--discover", "move what switches each board and see which port answers")
    .option("--from <file>", "jig file that says what switches the boards, without their ports")
    .option("--relays <relays...>", "what switches the boards: gpio:CHIP:5-8, and more below")
    .option("--ids <ids>", "the nests' ids, such as F01..F08; F01 and so on if absent")
    .option("--ports <paths>", "ports to look at, with commas; all USB adapters if absent")
    .option("--no-log", "do not look for log ports: half the switching")
    .option("--yes", "begin without asking")
    .option("-o, --output <file>", "jig file to write; stdout if absent")
    .option("--force", "replace the file if it is there already")
    .addHelpText("after", HELP)
    .action(async (options: JigNewOptions) => {
      const { checkNewFile, writeNewFile } = await import("../jig-maker/write-new-file.ts");
      const overwriting = options.force === true ? "replace" : "refuse";
      if (options.output !== undefined) await checkNewFile(options.output, overwriting);
      const made = await makeJig(options);
      if (made === undefined) return;
      if (options.output === undefined) await writeOutput(made.text, undefined);
      else await writeNewFile(options.output, made.text, overwriting);
      tellWritten(options.output, made.next);
    });
};

/** Given without --discover somebody expects more than a file to begin with. */
const refuseIdleOptions = ({ from, relays, ids, ports, log, yes }: JigNewOptions): void => {
  const given = {
    "--from": from,
    "--relays": relays,
    "--ids": ids,
    "--ports": ports,
    "--no-log": log ? undefined : "given",
    "--yes": yes,
  };
  const idle = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : name));
  if (idle.length === 0) return;
  const problem = "only goes with --discover: without it nothing is looked for.";
  throw new InputError({ source: idle.join(", ") }, problem, "Add --discover, or leave it away.");
};

/** A jig file's text, and what its owner does next. */
interface MadeJig {
  readonly text: string;
  readonly next: string;
}

const makeBeginning = async (file: string): Promise<MadeJig> => {
  const { beginJig } = await import("../jig-maker/begin-jig.ts");
  const { text, adapters } = await beginJig();
  const found =
    adapters === 0
      ? "No adapter was found: its one nest only shows how."
      : `It has a nest for each of ${adapters} adapters.`;
  return { text, next: `${found} Put it right, then: npx flashline doctor --jig ${file}` };
};

const makeJig = async (options: JigNewOptions): Promise<MadeJig | undefined> => {
  const file = shellWord(options.output ?? "my-jig.yaml");
  if (options.discover !== true) {
    refuseIdleOptions(options);
    return await makeBeginning(file);
  }
  const { discoverJig } = await import("../jig-maker/discover-jig.ts");
  const proof = `npx flashline commission --jig ${file}`;
  const { text, exitCode } = await discoverJig({
    proof,
    from: options.from,
    relays: options.relays ?? [],
    ids: options.ids,
    ports: options.ports?.split(","),
    logs: options.log ? "all" : "none",
    consent: options.yes === true ? "given" : "asked",
    hasTerminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
    tell: (line) => void process.stderr.write(`${line}\n`),
  });
  process.exitCode = exitCode;
  if (text === undefined) return undefined;
  const lack = exitCode === 0 ? "" : "Not every nest was found: its end says which and why. ";
  return { text, next: `${lack}Prove it: ${proof}` };
};

const HELP = `
Without --discover it touches nothing: each adapter becomes a nest, to be put right by hand.

With --discover every nest needs a board. It opens the ports, switches one nest at a time, and writes down which port's
board woke and which port showed its log. Ports that another process has open are left out. What switches the boards:
  --relays gpio:CHIP:5-8         GPIO lines by the chip's label, also 5,6,9; with :low at the end, active low
  --relays gpiod:CHIP:5-8        the same through the character device
  --relays serial-relay:MODEL:PORT:1-8
                                 channels of a USB relay board
  --relays line:rts              each adapter's RTS (or dtr) is its board's power
  --relays reset:rts             each adapter's RTS (or dtr) is its board's CEN
  --from FILE                    a jig file with id or ids and power (any kind), reset, supply ... but no ports
  --ids F01..F08                 nobody but you: it asks for one nest after the other

Exit codes: 0 the file is made, and --discover found every nest, 2 wrong usage, 3 not all were (the file says which and why), 130 stopped.

Examples:
  npx flashline jig new -o my-jig.yaml
  npx flashline jig new --discover --relays gpio:pinctrl-rp1:5-12:low -o my-jig.yaml
  npx flashline jig new --discover --from relays-only.yaml --ports /dev/ttyUSB0,/dev/ttyUSB1 -o my-jig.yaml`;
