import { type Command, InvalidArgumentError } from "commander";
import { ulid } from "ulid";
import { checkGivenList } from "../../libs/identity/check-given-list.ts";
import { importValues } from "../../libs/identity/import-values.ts";
import { rangeValues } from "../../libs/identity/range-values.ts";
import { readValues } from "../../libs/identity/read-values.ts";
import type { ValueList } from "../../libs/identity/value-row.ts";
import { explainIssue, standardRemedy } from "../../libs/input/explain-issue.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { macRange } from "../../libs/recipe/mac-range-schema.ts";
import { readRecipe } from "../../libs/recipe/read-recipe.ts";
import { takeBackCommand } from "../coordinator/identities/identities-command.ts";
import { dataOption } from "./data-option.ts";
import { poolName, wholeNumber } from "./option-values.ts";

interface ImportOptions {
  readonly range?: string;
  readonly count?: number;
  readonly recipe?: string;
  readonly data: string;
}

/** `flashline identities import`: brings values into a pool. */
export const addIdentitiesImport = (identities: Command): void => {
  identities
    .command("import")
    .description("bring values into a pool, from a CSV file or a range of MACs")
    .argument("<pool>", "name of the pool; made where there is none", poolName)
    .argument("[file]", "CSV file: its first line names the columns, each further one is a board")
    .option("--range <mac=FIRST>", "MACs that count up from FIRST (with --count)", firstMac)
    .option("--count <n>", "how many MACs from FIRST", wholeNumber)
    .option("--recipe <file>", "check every value against the fields of this recipe first")
    .addOption(dataOption())
    .addHelpText("after", HELP)
    .action(async (pool: string, file: string | undefined, options: ImportOptions) => {
      const list = await listOf(file, options);
      if (options.recipe !== undefined) {
        checkGivenList(list, pool, await readRecipe(options.recipe));
      }
      using journal = openJournal(options.data, { mode: "write" });
      const takeBack = takeBackCommand(options.data);
      const place = { pool, now: new Date(), newId: ulid, takeBack };
      const { added, known } = importValues(journal, list, place);
      const free = journal.identityPools().find((it) => it.pool === pool)?.free ?? 0;
      const before = known === 0 ? "" : `, ${known} were there already`;
      const text = added === 0 ? `nothing new: all ${known} were there already` : `${added} added`;
      process.stdout.write(`${pool}: ${text}${added === 0 ? "" : before}; ${free} free\n`);
    });
};

const firstMac = (text: string): string => {
  const [, mac] = /^mac=(.+)$/i.exec(text) ?? [];
  if (mac !== undefined) return mac;
  throw new InvalidArgumentError("Give it as mac=C8:47:8C:10:00:00.");
};

const listOf = async (
  file: string | undefined,
  { range, count }: ImportOptions,
): Promise<ValueList> => {
  const refuse = (problem: string): InputError =>
    new InputError(
      { source: "identities import" },
      problem,
      "Give a CSV file, or --range mac=FIRST with --count N.",
    );
  if (file !== undefined && range !== undefined) throw refuse("a file and a range were given.");
  if ((range === undefined) !== (count === undefined)) {
    throw refuse("--range and --count go together.");
  }
  if (file !== undefined) return readValues(file);
  if (range === undefined) throw refuse("no values were given.");
  const read = macRange.safeParse(
    { mac: range, count },
    { error: standardRemedy, reportInput: true },
  );
  if (read.success) return rangeValues(read.data, `range mac=${range}`);
  const [issue] = read.error.issues;
  const { path, problem, remedy } = issue
    ? explainIssue(issue)
    : { path: [], problem: "is wrong.", remedy: "" };
  throw new InputError({ source: path[0] === "count" ? "--count" : "--range" }, problem, remedy);
};

const HELP = `
Columns: mac is checked as a MAC; serial, if there, says which board a line is for; any other name is
a field of your recipes. A MAC, and any value of 8 characters or more, is taken once over all pools.
Without --recipe nobody knows yet whether values fit: a lot checks them at its start.
All of a file comes in, or nothing of it; the same file again adds nothing.

Examples:
  npx flashline identities import plugs-2026 macs.csv --recipe smart-plug.yaml
  npx flashline identities import plugs-2026 --range mac=C8:47:8C:10:00:00 --count 1000`;
