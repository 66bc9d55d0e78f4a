import { printable } from "../failure/printable.ts";
import { StepError } from "../failure/step-error.ts";

/** The journal cannot be read or written. Inside a run it ends the run as `journal-failed`. */
export class JournalError extends StepError {
  constructor(sentence: string, options?: ErrorOptions) {
    super({ code: "journal-failed", reason: sentence }, options);
    this.name = "JournalError";
    this.message = sentence;
  }
}

/** What SQLite or the file system said, as one sentence about the journal in `folder`. */
export const toJournalError = (error: unknown, folder: string): JournalError => {
  if (error instanceof JournalError) return error;
  return new JournalError(sentenceFor(error, printable(folder, 200)), { cause: error });
};

// Result codes of sqlite.org/rescode.html; extended codes keep the primary one in the low byte.
const SENTENCES: Readonly<Record<number, (folder: string) => string>> = {
  5: (folder) => `The journal in ${folder} was locked by another program for too long.`,
  6: (folder) => `The journal in ${folder} was locked by another program for too long.`,
  8: (folder) => `The journal in ${folder} cannot be written: it is read-only.`,
  10: (folder) => `The disk that holds the journal in ${folder} does not work.`,
  11: (folder) => `The journal in ${folder} is damaged.`,
  13: (folder) => `The disk that holds the journal in ${folder} is full.`,
  14: (folder) => `The journal in ${folder} cannot be opened: check the folder and its owner.`,
  26: (folder) => `The journal in ${folder} is damaged, or journal.sqlite is another file.`,
};

const FILE_SENTENCES: Readonly<Record<string, (folder: string) => string>> = {
  ENOSPC: (folder) => `The disk for the data folder ${folder} is full.`,
  EROFS: (folder) => `The data folder ${folder} cannot be made: the disk is read-only.`,
  EACCES: (folder) => `The data folder ${folder} cannot be made: permission denied.`,
  ENOTDIR: (folder) => `The data folder ${folder} cannot be made: part of its path is a file.`,
  EEXIST: (folder) => `The data folder ${folder} is a file, not a folder.`,
};

const sentenceFor = (error: unknown, folder: string): string => {
  const { errcode, code } = error instanceof Error ? (error as SystemOrSqliteError) : {};
  const known =
    (errcode === undefined ? undefined : SENTENCES[errcode & 0xff]) ??
    (code === undefined ? undefined : FILE_SENTENCES[code]);
  if (known !== undefined) return known(folder);
  const said = error instanceof Error ? error.message : String(error);
  return `The journal in ${folder} failed: ${printable(said.replace(/\.+$/, ""), 200)}.`;
};

interface SystemOrSqliteError extends Error {
  /** SQLite's result code. */
  readonly errcode?: number;
  /** Node's name of the error. */
  readonly code?: string;
}
