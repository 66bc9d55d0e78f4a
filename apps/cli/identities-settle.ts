import { type Command, Option } from "commander";
import { InputError } from "../../libs/input/input-error.ts";
import type { IdentityEntry, IdentitySettling } from "../../libs/journal/identity-entry.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { givenMacOf } from "../../libs/run/own-patches.ts";
import { identitiesCommand } from "../coordinator/identities/identities-command.ts";
import { dataOption } from "./data-option.ts";
import { lastProof } from "./last-proof.ts";
import { personName } from "./option-values.ts";
import { settleByReading } from "./settle-by-reading.ts";

const STATE_OF = {
  unused: "released",
  "on-board": "written",
  quarantined: "quarantined",
} as const satisfies Record<string, IdentitySettling["state"]>;

interface SettleOptions {
  readonly as?: keyof typeof STATE_OF;
  readonly by?: string;
  readonly pool?: string;
  readonly jig?: string;
  readonly fixture?: string;
  readonly fast?: true;
  readonly data: string;
}

/** `flashline identities settle`: says where the values of a serial are, by reading its board or by word. */
export const addIdentitiesSettle = (identities: Command): void => {
  identities
    .command("settle")
    .description("settle where a serial's values are, by reading its board or by your word")
    .argument("<serial>", "serial number of the board")
    .addOption(new Option("--as <what>", "by your word").choices(Object.keys(STATE_OF)))
    .option("--by <name>", "who says so, for the record (with --as)", personName)
    .option("--jig <file>", "jig file: the board lies in one of its fixtures (with --fixture)")
    .option("--fixture <id>", "id of the fixture that holds the board")
    .option("--pool <name>", "which pool's, where the serial has values of several")
    .option("--fast", "a virtual board takes no time on wire and flash")
    .addOption(dataOption())
    .addHelpText("after", HELP)
    .action(async (serial: string, options: SettleOptions) => {
      const { as, jig, fixture } = options;
      const byReading = jig !== undefined || fixture !== undefined;
      if (byReading === (as !== undefined)) {
        throw wrongUse("how to settle is not told, or told twice.");
      }
      using journal = openJournal(options.data, { mode: "write" });
      const entry = entryOf(journal, serial, options);
      if (as !== undefined) {
        settleByWord(journal, entry, serial, { as, by: options.by });
      } else if (jig === undefined || fixture === undefined) {
        throw wrongUse("--jig and --fixture go together.");
      } else {
        const speed = options.fast === true ? "instant" : "real";
        const nest = { jigPath: jig, fixture, baud: 921_600, speed } as const;
        process.exitCode = await settleByReading(journal, entry, serial, nest);
      }
    });
};

const wrongUse = (problem: string): InputError =>
  new InputError(
    { source: "identities settle" },
    problem,
    "Give --jig F with --fixture ID, or --as unused|on-board|quarantined.",
  );

/** The one entry of the serial that is still in use. */
const entryOf = (
  journal: Journal,
  serial: string,
  { pool, data }: Pick<SettleOptions, "pool" | "data">,
): IdentityEntry => {
  const own = journal
    .identityEntries({ serial, ...(pool !== undefined && { pool }) })
    .filter((entry) => entry.serial === serial && entry.state !== "quarantined");
  const [entry, second] = own;
  const refuse = (problem: string, remedy: string): InputError =>
    new InputError({ source: "SERIAL" }, problem, remedy);
  if (entry === undefined) {
    throw refuse(`${serial} has no values.`, `See: ${identitiesCommand(data, "list")}`);
  }
  if (second === undefined) return entry;
  const pools = own.map((it) => it.pool ?? "none").join(", ");
  throw refuse(`${serial} has values of several pools.`, `Give --pool, one of: ${pools}.`);
};

const settleByWord = (
  journal: Journal,
  own: IdentityEntry,
  serial: string,
  { as, by }: { readonly as: keyof typeof STATE_OF; readonly by: string | undefined },
): void => {
  const { entry, tiedTo } = own;
  const proof = as === "on-board" ? undefined : lastProof(journal, own, serial);
  // The one word that can put a MAC on two boards needs a person who stands for it.
  if (proof !== undefined && as === "unused" && by === undefined) {
    throw new InputError(
      { source: "SERIAL" },
      `${serial}: its values were proven on ${proof}; nothing was settled.`,
      "Read that board (--jig F --fixture ID). If it is scrapped for good, say so with --by NAME; in doubt --as quarantined.",
    );
  }
  const was = proof === undefined ? "" : `, proven before on ${proof}`;
  const note = `by ${by ?? "hand"}: ${as}${was}`;
  const at = new Date().toISOString();
  const isUnmet = as === "on-board" && tiedTo === null;
  const board = isUnmet ? givenMacOf(journal.sentFields(entry)) : null;
  journal.settleIdentity({ entry, serial, state: STATE_OF[as], board, note, at });
  const warning = proof === undefined || as === "on-board" ? "" : ` ${AFTER_PROOF[as]} ${proof}.`;
  process.stdout.write(`${serial}: ${MEANING[as]}${warning}\n`);
};

const AFTER_PROOF = {
  unused: "Never let come back to the line",
  quarantined: "They stay on",
} as const;

const MEANING: Readonly<Record<keyof typeof STATE_OF, string>> = {
  unused: "its values are on no board. It keeps them, and the next board it is run with gets them.",
  "on-board": "its values are on its board, unproven. Its next run verifies them.",
  quarantined: "its values are given to no board any more. Its next run gets others.",
};

const HELP = `
By reading: the board is read, and nothing on it changed. All values there: verified. None of them, and it is
the board the run had met: its serial keeps them for the next run. Anything else settles nothing, and is told.
Values that were proven on a board are settled as unused with --by alone, which names who says that the board is gone.
By word: unused only if you know that no board bears them (the board is scrapped, or was never written).

Exit codes: 0 settled, 1 the board does not settle it or gave no answer, 2 wrong usage or unknown serial,
3 the station failed (port, relay, fixture in use, journal), 130 stopped.

Examples:
  npx flashline identities settle SN000042 --jig my-jig.yaml --fixture F01
  npx flashline identities settle SN000042 --as quarantined --by eva`;
