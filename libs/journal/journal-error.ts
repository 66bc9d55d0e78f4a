import { describeJournalTrouble, type JournalTrouble } from "../failure/journal-trouble.ts";
import { printable } from "../failure/printable.ts";
import { StepError } from "../failure/step-error.ts";

/** The journal cannot be read or written. Inside a run it ends the run as `journal-failed`. */
export class JournalError extends StepError {
  readonly trouble: JournalTrouble;

  constructor(
    sentence: string,
    { trouble = "failing", ...options }: ErrorOptions & { readonly trouble?: JournalTrouble } = {},
  ) {
    super({ code: "journal-failed", reason: sentence }, options);
    this.name = "JournalError";
    this.message = sentence;
    this.trouble = trouble;
  }
}

/** What SQLite or the file system said, as one sentence about the journal in `folder`. */
export const toJournalError = (error: unknown, folder: string): JournalError => {
  if (error instanceof JournalError) return error;
  const { errcode, code } = error instanceof Error ? (error as SystemOrSqliteError) : {};
  if (errcode === NOT_A_DATABASE) {
    return new JournalError(
      `The journal in ${printable(folder, 200)} is damaged, or journal.sqlite is another file.`,
      { cause: error, trouble: "damaged" },
    );
  }
  const trouble = errcode === undefined ? undefined : TROUBLES[errcode & 0xff];
  if (trouble !== undefined) {
    return new JournalError(describeJournalTrouble(trouble, folder), { cause: error, trouble });
  }
  const sentence = fileSentence(code, printable(folder, 200));
  if (sentence !== undefined) return new JournalError(sentence, { cause: error, trouble: "gone" });
  const said = error instanceof Error ? error.message : String(error);
  return new JournalError(
    `The journal in ${printable(folder, 200)} failed: ${printable(said.replace(/\.+$/, ""), 200)}.`,
    { cause: error },
  );
};

// Result codes of sqlite.org/rescode.html; extended codes keep the primary one in the low byte.
const TROUBLES: Readonly<Record<number, JournalTrouble>> = {
  5: "locked",
  6: "locked",
  8: "read-only",
  10: "failing",
  11: "damaged",
  13: "full",
  14: "gone",
};

const NOT_A_DATABASE = 26;

const FILE_SENTENCES: Readonly<Record<string, (folder: string) => string>> = {
  ENOSPC: (folder) => `The disk for the data folder ${folder} is full.`,
  EROFS: (folder) => `The data folder ${folder} cannot be made: the disk is read-only.`,
  EACCES: (folder) => `The data folder ${folder} cannot be made: permission denied.`,
  ENOTDIR: (folder) => `The data folder ${folder} cannot be made: part of its path is a file.`,
  EEXIST: (folder) => `The data folder ${folder} is a file, not a folder.`,
};

const fileSentence = (code: string | undefined, folder: string): string | undefined =>
  code === undefined ? undefined : FILE_SENTENCES[code]?.(folder);

interface SystemOrSqliteError extends Error {
  /** SQLite's result code. */
  readonly errcode?: number;
  /** Node's name of the error. */
  readonly code?: string;
}
