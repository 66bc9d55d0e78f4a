import type { Command } from "commander";
import { parseMac } from "../../libs/bytes/mac.ts";
import { printable } from "../../libs/failure/printable.ts";
import { InputError } from "../../libs/input/input-error.ts";
import type { IdentityEntry } from "../../libs/journal/identity-entry.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { MAC_FIELD } from "../../libs/recipe/recipe-identity.ts";
import { identitiesCommand } from "../coordinator/identities/identities-command.ts";
import { dataOption } from "./data-option.ts";
import { personName, poolName } from "./option-values.ts";

interface DropOptions {
  readonly entry?: readonly string[];
  readonly mac?: readonly string[];
  readonly allFree?: true;
  readonly by: string;
  readonly data: string;
}

/** `flashline identities drop`: takes values back that no serial ever had. */
export const addIdentitiesDrop = (identities: Command): void => {
  identities
    .command("drop")
    .description("take values back that no serial has had yet: wrong ones, or of a wrong pool")
    .argument("<pool>", "name of the pool", poolName)
    .option("--entry <id...>", "these entries, as `list --json` names them")
    .option("--mac <mac...>", "the entries with these MACs")
    .option("--all-free", "all that nobody has")
    .requiredOption("--by <name>", "who takes them back, for the record", personName)
    .addOption(dataOption())
    .addHelpText("after", HELP)
    .action((pool: string, options: DropOptions) => {
      const { allFree, by, data } = options;
      if ((options.entry === undefined && options.mac === undefined) === (allFree === undefined)) {
        throw new InputError(
          { source: "identities drop" },
          "what to take back is not told, or told twice.",
          "Give --entry ID, --mac MAC, or --all-free.",
        );
      }
      // Nothing is made where there is no journal.
      openJournal(data, { mode: "read" }).close();
      using journal = openJournal(data, { mode: "write" });
      const known = journal.identityEntries({ pool });
      const free = known.filter(({ state }) => state === "free");
      if (known.length === 0 || (allFree && free.length === 0)) {
        const problem =
          known.length === 0 ? `${pool} is no pool of ${data}.` : `${pool} has nothing free.`;
        throw new InputError(
          { source: "POOL" },
          problem,
          `See: ${identitiesCommand(data, "list")}`,
        );
      }
      const named = [
        ...(options.entry ?? []).map((id) => known.find(({ entry }) => entry === id) ?? id),
        ...(options.mac ?? []).map((text) => byMac(known, text) ?? text),
      ].map((entry) => freeOf(entry, pool));
      const at = new Date().toISOString();
      const entries = allFree ? null : named.map(({ entry }) => entry);
      const answer = journal.dropIdentities({ pool, entries, by, at });
      // A lot was quicker.
      if (answer.kind === "not-free") throw notFree(answer.entry, "is not free any more");
      const left = journal.identityPools().find((it) => it.pool === pool)?.free ?? 0;
      process.stdout.write(
        `${pool}: ${answer.count} dropped; ${left} free. A list that still has them brings them back.\n`,
      );
    });
};

const byMac = (known: readonly IdentityEntry[], text: string): IdentityEntry | undefined => {
  const read = parseMac(text);
  if (!read.ok)
    throw new InputError({ source: "--mac" }, `${printable(text)} ${read.problem}.`, "");
  const own = known.filter(({ values }) => values[MAC_FIELD] === read.mac);
  return own.find(({ state }) => state !== "dropped") ?? own[0];
};

const freeOf = (entry: IdentityEntry | string, pool: string): IdentityEntry => {
  if (typeof entry === "string") throw notFree(entry, `is not in pool ${pool}`);
  if (entry.state === "free") return entry;
  throw entry.state === "dropped"
    ? notFree(entry.entry, "was dropped already")
    : notFree(entry.entry, `is ${entry.serial ?? "a serial"}'s, for ever`);
};

const notFree = (entry: string, why: string): InputError =>
  new InputError(
    { source: "identities drop" },
    `${printable(entry)} ${why}; nothing was dropped.`,
    "Only what no serial has had can be taken back; what a serial has: `identities settle`.",
  );

const HELP = `
What is dropped is given to no board; its MACs and keys may be imported again, corrected or into another pool.
The ledger keeps what was dropped, by whom and when: \`list --state dropped\`. All that is named is dropped, or nothing.

Examples:
  npx flashline identities drop plugs-2026 --mac C8:47:8C:10:00:07 --by eva
  npx flashline identities drop plugs-2025 --all-free --by eva`;
