import type { Command } from "commander";
import { printable } from "../../libs/failure/printable.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { stationName } from "../../libs/jig/read-station.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { shellWord } from "../../libs/process/shell-word.ts";
import { dataOption } from "./data-option.ts";
import { personName } from "./option-values.ts";

interface UnlockOptions {
  readonly by: string;
  readonly jig?: string;
  readonly data: string;
}

/** `flashline fixtures unlock`: a named person lifts the lock of a fixture, for the sittings to come. */
export const addFixturesUnlock = (fixtures: Command): void => {
  fixtures
    .command("unlock")
    .description("let a fixture take boards again, from the next sitting on")
    .argument("<id>", "the fixture's id in its jig file")
    .requiredOption("--by <name>", "who mended it, for the record", personName)
    .option("--jig <name>", "the jig's name, where several have a fixture of that id")
    .addOption(dataOption())
    .addHelpText("after", HELP)
    .action(async (id: string, { by, jig, data }: UnlockOptions) => {
      // Nothing is made where there is no journal.
      openJournal(data, { mode: "read" }).close();
      using journal = openJournal(data, { mode: "write" });
      const locks = journal
        .standingLocks()
        .filter((lock) => lock.fixture === id && (jig === undefined || lock.jig === jig));
      const [lock] = locks;
      const source = { source: "fixtures unlock" };
      if (lock === undefined) {
        throw new InputError(
          source,
          `${printable(id)} is not locked.`,
          `Those that are: npx flashline fixtures list --data ${printable(shellWord(data))}`,
        );
      }
      if (locks.length > 1) {
        const jigs = locks.map((one) => printable(one.jig)).join(", ");
        throw new InputError(
          source,
          `${printable(id)} is locked in several jigs: ${jigs}.`,
          "Name one by --jig.",
        );
      }
      journal.noteDecision({
        ...{ kind: "unlock", cause: "hand", jig: lock.jig, fixture: id, lot: null, by },
        ...{ why: null, detail: null, runs: [] },
        ...{ station: await stationName(), at: new Date().toISOString() },
      });
      process.stdout.write(
        `${printable(lock.jig)}: ${printable(id)} takes boards again, from the next sitting on.\n`,
      );
    });
};

const HELP = `
A lot that runs now has read its locks: there a person with a name unlocks by key L at its screen.

Example:
  npx flashline fixtures unlock F02 --by eva`;
