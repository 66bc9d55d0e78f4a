import { type Command, Option } from "commander";
import { entriesJson, formatEntries, IDENTITY_STATES } from "../../libs/identity/list-entries.ts";
import { InputError } from "../../libs/input/input-error.ts";
import type { IdentityState } from "../../libs/journal/identity-entry.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { dataOption } from "./data-option.ts";
import { writeOutput } from "./write-output.ts";

interface ListOptions {
  readonly state?: IdentityState;
  readonly json?: true;
  readonly data: string;
}

/** `flashline identities list`: every value, and what became of it. */
export const addIdentitiesList = (identities: Command): void => {
  identities
    .command("list")
    .description("list every value, the one state it is in, its serial and board")
    .argument("[pool]", "only this pool")
    .addOption(new Option("--state <state>", "only these").choices(IDENTITY_STATES))
    .option("--json", "one JSON object on one line")
    .addOption(dataOption())
    .addHelpText("after", HELP)
    .action(async (pool: string | undefined, { state, json, data }: ListOptions) => {
      using journal = openJournal(data, { mode: "read" });
      const pools = journal.identityPools().map((it) => it.pool);
      if (pool !== undefined && !pools.includes(pool)) {
        const remedy = pools.length === 0 ? "There is none yet." : `Pools: ${pools.join(", ")}.`;
        throw new InputError({ source: "POOL" }, `${pool} is no pool of ${data}.`, remedy);
      }
      const all = journal.identityEntries(pool === undefined ? {} : { pool });
      const wanted = state === undefined ? all : all.filter((entry) => entry.state === state);
      const text = json ? entriesJson(wanted, all) : formatEntries(wanted, all);
      await writeOutput(text, undefined);
    });
};

const HELP = `
States: free; reserved: its serial's own, on no board; intended: a run was cut off, its board may bear it;
written: sent to its board and not verified; verified: proven on its board; quarantined: never given again;
dropped: taken back while it was free, the column of serials says by whom.
Of values that are no MAC the last four characters are shown at most.

Examples:
  npx flashline identities list plugs-2026
  npx flashline identities list --state intended`;
