import { realpath, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Command, Option } from "commander";
import { type Existing, isThere, publishFile } from "../../libs/dump/publish-file.ts";
import { printable } from "../../libs/failure/printable.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { makeFolder } from "../../libs/input/make-folder.ts";
import type { JournalHead } from "../../libs/journal/chain-rows.ts";
import { copyJournal } from "../../libs/journal/copy-journal.ts";
import { headText } from "../../libs/journal/journal-head.ts";
import { JOURNAL_FILE, openJournal } from "../../libs/journal/open-journal.ts";
import { safeJson } from "../../libs/report/safe-json.ts";
import { dataOption } from "./data-option.ts";
import { writeOutput } from "./write-output.ts";

interface BackupOptions {
  readonly data: string;
  readonly output?: string;
  readonly to: string;
  readonly force?: true;
  readonly json?: true;
}

/** `flashline journal backup`: a whole, proven copy while the line runs. */
export const addJournalBackup = (journal: Command): void => {
  journal
    .command("backup")
    .description("copy the journal, also while a lot runs, and prove the copy")
    .option("-o, --output <file>", "the copy")
    .addOption(
      new Option("--to <dir>", "a folder for it, where it is named by its time")
        .default(".")
        .conflicts("output"),
    )
    .addOption(dataOption())
    .option("--force", "replace a file of that name")
    .option("--json", "one JSON object on one line")
    .addHelpText("after", HELP)
    .action(async ({ data, output, to, force, json }: BackupOptions) => {
      // Nothing is made where there is no journal.
      openJournal(data, { mode: "read" }).close();
      const at = new Date();
      const file = output ?? join(to, nameAt(at));
      const existing = force === true ? "replace" : "refuse";
      if (output === undefined) makeFolder(to, { source: "--to" }, "private");
      await checkPlace(file, data, existing);
      const head = await copyTo(file, data, existing);
      const { size } = await stat(file);
      const text = json ? jsonOf(at, file, size, head) : linesOf(file, size, head);
      await writeOutput(text, undefined);
    });
};

/** Such as `journal-20260301-100000.sqlite`, in UTC. */
const nameAt = (at: Date): string =>
  `journal-${at.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}.sqlite`;

/** The journal's own files are never a place for its copy. */
const checkPlace = async (file: string, data: string, existing: Existing): Promise<void> => {
  const folder = await realpath(dirname(file)).catch(() => undefined);
  if (folder === undefined) throw taken(file, "is in no folder that exists.");
  const own = await realpath(data).catch(() => undefined);
  if (folder === own && basename(file).startsWith(JOURNAL_FILE)) {
    throw taken(file, "is the journal itself, or one of its files.");
  }
  if (existing === "refuse" && (await isThere(file))) throw taken(file, "is there already.");
  const found = await stat(file).catch(() => undefined);
  if (found !== undefined && !found.isFile()) throw taken(file, "is no file.");
};

const taken = (file: string, problem: string): InputError =>
  new InputError({ source: file }, problem, "Name another file, or a folder by --to.");

/** Under another name until it is whole and proven. */
const copyTo = async (file: string, data: string, existing: Existing): Promise<JournalHead> => {
  const part = `${file}.${process.pid}.part`;
  const { head } = await copyJournal(data, part);
  try {
    if (head === null) throw new StationError("The journal has no head.");
    await publishFile(part, file, existing);
    return head;
  } catch (error) {
    await rm(part, { force: true });
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === "EEXIST") throw taken(file, "is there already.");
    throw code === undefined ? error : new StationError(`${file} cannot be written (${code}).`);
  }
};

const linesOf = (file: string, size: number, head: JournalHead): string =>
  `${printable(file)}: ${size} bytes, ${head.place} rows, each proven.\nHead: ${headText(head)}\n`;

const jsonOf = (at: Date, file: string, bytes: number, head: JournalHead): string =>
  `${safeJson({
    kind: "journal-copied",
    at: at.toISOString(),
    file,
    bytes,
    head: headText(head),
    ...head,
  })}\n`;

const HELP = `
The copy has all that was written up to one moment. It gets its name when it is whole, proven as by
\`journal verify\` and on the disk, and may be read by this user alone: the keys of boards stand in it.
To put one back: docs/journal.md.

Exit codes: 0 copied and proven; 2 wrong usage, no journal, or the file is there already; 3 the disk does not take
it, or the journal is not whole: then there is no copy.

Examples:
  npx flashline journal backup --data /var/lib/flashline --to /mnt/backup/line-2
  npx flashline journal backup -o journal-2026-07.sqlite`;
