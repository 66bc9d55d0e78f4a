import { basename, dirname, join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { ToldHead } from "../../libs/journal/check-heads.ts";
import { parseHead } from "../../libs/journal/journal-head.ts";
import { JOURNAL_FILE } from "../../libs/journal/open-journal.ts";
import { readToldHeads } from "../../libs/journal/told-heads.ts";
import { verifyJournal } from "../../libs/journal/verify-journal.ts";
import { dataOption } from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { formatLineProof, lineProofFields } from "./format-line-proof.ts";
import { formatProof, proofJson } from "./format-proof.ts";
import { hasFaults, proveStations } from "./prove-stations.ts";
import { writeOutput } from "./write-output.ts";

interface VerifyOptions {
  readonly data: string;
  readonly head?: readonly ToldHead[];
  readonly against?: readonly string[];
  readonly json?: true;
}

/** `flashline journal verify`: whether every row is as it was written. */
export const addJournalVerify = (journal: Command): void => {
  journal
    .command("verify")
    .description(
      "find a changed, missing, added or reordered row; read only, also while a lot runs",
    )
    .argument("[file]", "a copy (default: the journal of the data folder)")
    .addOption(dataOption())
    .option(
      "--head <heads...>",
      "heads it must have, JOURNAL:PLACE:HASH as they were told",
      addHead,
    )
    .option(
      "--against <stations...>",
      "data folders, or copies, of the journals that brought it records: these must stand there, too",
    )
    .option("--json", "one JSON object on one line")
    .addHelpText("after", HELP)
    .action(async (copy: string | undefined, options: VerifyOptions) => {
      const { data, head = [], against, json } = options;
      const file = copy ?? join(data, JOURNAL_FILE);
      const remembered = basename(file) === JOURNAL_FILE ? readToldHeads(dirname(file)) : [];
      const told = [...head, ...remembered];
      const proof = verifyJournal({ file, told });
      const line = against && proveStations(file, against);
      const text = json
        ? proofJson(file, proof, line && lineProofFields(line))
        : `${formatProof(file, proof, told)}${line === undefined ? "" : formatLineProof(line)}`;
      await writeOutput(text, undefined);
      if (proof.faults.length > 0 || (line !== undefined && hasFaults(line))) {
        process.exitCode = EXIT.station;
      }
    });
};

const addHead = (text: string, before: readonly ToldHead[] = []): readonly ToldHead[] => {
  const head = parseHead(text);
  if (head !== undefined) return [...before, { ...head, from: "--head" }];
  throw new InvalidArgumentError(
    "A head is JOURNAL:PLACE:HASH, as a lot's end and a report tell it.",
  );
};

const HELP = `
Each row has a hash over itself and the hash before it; the last one is the journal's head, which a lot's end, a
report and every delivered record tell. A journal that lost its last rows is still whole in itself: only a
head that somebody kept shows that. The data folder keeps the last ones told in journal.heads.
A line's journal is also held against those of its stations (--against): each record that was brought must stand
in the station's chain, at its place, with its hash, and say the same. Runs whose record is still to come are
named, and are no fault.

Exit codes: 0 whole; 2 wrong usage, no journal; 3 broken, differing, or not to be read.

Examples:
  npx flashline journal verify --data /var/lib/flashline
  npx flashline journal verify --data /var/lib/flashline --against /mnt/host-b/flashline /mnt/host-c/journal.sqlite
  npx flashline journal verify journal-2026-07.sqlite --head 01K5V0Q8Z3N7M1TPX2RBYD4G6C:4711:9f86d0...`;
