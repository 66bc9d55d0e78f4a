import { printable } from "./printable.ts";

/**
 * Why a journal takes no record. `nearly-full`: what is left is kept for the boards at work · `locked`:
 * another program holds it for long · `no-backup-room`: it would, but the boards' backups find no room · `gone`: its folder, or the file that was opened · `failing`: the disk.
 */
export const JOURNAL_TROUBLES = [
  "full",
  "nearly-full",
  "read-only",
  "locked",
  "gone",
  "failing",
  "damaged",
  "no-backup-room",
] as const;

/** One of `JOURNAL_TROUBLES`. */
export type JournalTrouble = (typeof JOURNAL_TROUBLES)[number];

interface Words {
  /** After `The journal in FOLDER` or `The disk that holds the journal in FOLDER`. */
  readonly what: string;
  readonly about: "journal" | "disk" | "station";
  /** What a person does, without a full stop. */
  readonly mend: string;
}

const WORDS: Readonly<Record<JournalTrouble, Words>> = {
  full: { about: "disk", what: "is full", mend: "Make room there" },
  "nearly-full": { about: "disk", what: "is nearly full", mend: "Make room there" },
  "read-only": {
    about: "journal",
    what: "cannot be written: it is read-only",
    mend: "Make its disk and folder writable",
  },
  locked: {
    about: "journal",
    what: "was locked by another program for too long",
    mend: "End that program, an open database browser for example",
  },
  gone: {
    about: "journal",
    what: "cannot be opened: check the folder and its owner",
    mend: "Put the data folder back",
  },
  failing: {
    about: "disk",
    what: "does not work",
    mend: "Check its cable and the system's messages (dmesg)",
  },
  damaged: {
    about: "journal",
    what: "is damaged",
    mend: "Stop the line, keep what is there, and put back the last backup",
  },
  "no-backup-room": {
    about: "station",
    what: "has no room for its boards' backups",
    mend: "Make room in their folder, or run the lot again with another one (--backup DIR)",
  },
};

const sentence = (trouble: JournalTrouble, journal: string): string => {
  const { about, what } = WORDS[trouble];
  const subject = {
    journal,
    disk: `disk that holds the ${journal}`,
    station: `station with the ${journal}`,
  };
  return `The ${subject[about]} ${what}.`;
};

/** What is wrong with the journal in the data folder, as a sentence. */
export const describeJournalTrouble = (trouble: JournalTrouble, folder: string): string =>
  sentence(trouble, `journal in ${printable(folder, 200)}`);

/** What to do about it, as a sentence. */
export const mendJournalTrouble = (trouble: JournalTrouble): string => `${WORDS[trouble].mend}.`;

/** What it means for a line, and what to do. `place` says whose journal it is, and where. */
export const explainJournalTrouble = (trouble: JournalTrouble, place: string): string =>
  `${sentence(trouble, `journal of ${printable(place, 300)}`)} No new board starts there, and boards at work keep their results until they are recorded. ${WORDS[trouble].mend}: the line goes on by itself.`;
