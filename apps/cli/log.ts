import { join } from "node:path";
import type { Command } from "commander";
import { textAccount } from "../../libs/account/text-account.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { runLines } from "../../libs/log/run-lines.ts";
import { safeJson } from "../../libs/report/safe-json.ts";
import { dataOption } from "./data-option.ts";

interface LogOptions {
  readonly data: string;
  readonly json?: true;
}

/** `flashline log RUN|SERIAL`: what a run did, step by step. */
export const addLogCommand = (program: Command): void => {
  program
    .command("log")
    .description("show what a run did, step by step, or each run of a serial")
    .argument("<run or serial>", "id of a run, as history names it, or serial number of a board")
    .addOption(dataOption())
    .option("--json", "the log's own lines, one JSON object each")
    .addHelpText("after", HELP)
    .action(async (name: string, { data, json }: LogOptions) => {
      const logs = join(data, "logs");
      const ofRun = await runLines(logs, "runs", [name]);
      const isRun = (ofRun.get(name)?.length ?? 0) > 0;
      const found = isRun ? ofRun : await runLines(logs, "runs", runsOf(name, data));
      for (const [run, lines] of found) {
        const text =
          json === true
            ? lines.map((line) => `${safeJson(line)}\n`).join("")
            : `${textAccount(run, lines)}\n`;
        process.stdout.write(text);
      }
    });
};

/** A serial's runs in the order they began; or the run itself, whose account may be gone. */
const runsOf = (name: string, data: string): readonly string[] => {
  using journal = openJournal(data, { mode: "read" });
  if (journal.startOf(name) !== undefined) return [name];
  const runs = [...journal.records({ serial: name }), ...journal.openRuns({ serial: name })];
  if (runs.length > 0) return runs.map(({ run }) => run).sort();
  throw new InputError(
    { source: "log" },
    `${name} is neither a run nor a serial that was run, say logs and journal of ${data}.`,
    "Check it against `npx flashline history SERIAL`, or name another data folder with --data DIR.",
  );
};

const HELP = `
Each line begins with ms since the run began: its steps, moves of power and reset, rates, notes; then how its requests
went by kind, what was answered otherwise than asked, the chip's CRCs, the log port's lines, and of a run that did not
pass the last of the wire's traffic. What is written to a flash, read from it, or secret is not in the logs.

The journal of the data folder says what a run came to (\`npx flashline history\`); the logs say how, for as long as
they are kept (logs in config/station.yaml).

Examples:
  npx flashline log SN000042
  npx flashline log 01JD8Z3K6X0000000000000000 --json`;
