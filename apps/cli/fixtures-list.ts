import type { Command } from "commander";
import { printable } from "../../libs/failure/printable.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { decisionWords } from "../../libs/report/decision-words.ts";
import { localTime } from "../../libs/report/local-time.ts";
import { safeJson } from "../../libs/report/safe-json.ts";
import { dataOption } from "./data-option.ts";
import { timeZoneHere } from "./time-zone.ts";

interface ListOptions {
  readonly json?: true;
  readonly data: string;
}

/** `flashline fixtures list`, also without `list`: the locks that hold. */
export const addFixturesList = (fixtures: Command): void => {
  fixtures
    .command("list", { isDefault: true })
    .description("list the fixtures that are locked, with who or what locked them, when and why")
    .option("--json", "one JSON object on one line")
    .addOption(dataOption())
    .action(({ json, data }: ListOptions) => {
      using journal = openJournal(data, { mode: "read" });
      const locks = journal.standingLocks();
      const time = localTime(timeZoneHere());
      const lines = json
        ? [safeJson({ locks })]
        : locks.map((lock) => `${printable(lock.jig)}: ${decisionWords(lock, time)}`);
      process.stdout.write(`${lines.length === 0 ? "No fixture is locked." : lines.join("\n")}\n`);
    });
};
