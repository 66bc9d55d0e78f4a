import type { Clock } from "../../libs/clock/clock.ts";
import type { RunJob } from "../../libs/dispatch/messages.ts";
import { StepError } from "../../libs/failure/step-error.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { JournalError } from "../../libs/journal/journal-error.ts";
import type { KeptSector } from "../../libs/journal/kept-sector.ts";
import type { BoardJournal, EarlierRewrite } from "../../libs/run/board-journal.ts";
import type { RunRecord } from "../../libs/run/run-record.ts";

/** What a run asks of the journal, and keeps in it, for the board of its job. */
export const boardJournal = (
  { journal, clock }: { readonly journal: Journal; readonly clock: Clock },
  { run, serial }: Pick<RunJob, "run" | "serial">,
): BoardJournal => {
  const now = (): string => clock.date().toISOString();
  return {
    keepSector: (rewrite) =>
      orFail(() => journal.keepSector({ ...rewrite, run, serial, at: now() })),
    earlierRewrites: () => orFail(() => lastOfEach(journal, serial)),
    markIdentity: (mark) => {
      const expected = orFail(() => journal.noteIdentity({ ...mark, run, serial, at: now() }));
      if (expected === undefined) return;
      throw new StepError({ code: "identity-conflict", expected, found: mark.boardMac });
    },
    meetBoard: (mac) => orFail(() => journal.meetBoard({ run, mac, at: now() })),
    passedMacs: () => orFail(() => journal.passedMacs(serial, run)),
    holderOfMac: (mac) => orFail(() => journal.holderOfMac(mac, serial)),
    bearerOf: (mac) => orFail(() => journal.passWithMac(null, mac, serial)),
    tieOf: (entry) => orFail(() => journal.identityTie(entry)),
  };
};

const lastOfEach = (journal: Journal, serial: string): readonly EarlierRewrite[] => {
  const last = new Map(journal.keptSectors(serial).map((kept) => [kept.address, kept]));
  if (last.size === 0) return [];
  const records = journal.records({ serial });
  return [...last.values()].map((kept) => ({
    ...kept,
    outcome: records.some((record) => proves(record, kept)) ? "proven" : "unproven",
  }));
};

/**
 * A record has CRCs only of what held them after its last write. A later run that passed has found
 * the sector whole, or it would have restored and kept it anew: since then the board changed it. Not
 * one of another board that had the serial in between.
 */
const proves = (record: RunRecord, { run, at, address, intended, board }: KeptSector): boolean => {
  if (record.run !== run) {
    const mac = record.board?.mac ?? null;
    const isOfBoard = mac === null || board.macs.length === 0 || board.macs.includes(mac);
    return record.verdict === "pass" && record.startedAt > at && isOfBoard;
  }
  const end = address + intended.length;
  return record.crcs.some((crc) => crc.address <= address && crc.address + crc.length >= end);
};

const orFail = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    throw new StepError({ code: "journal-failed", reason: error.message }, { cause: error });
  }
};
