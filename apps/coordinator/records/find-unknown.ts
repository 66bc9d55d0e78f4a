import { realpath } from "node:fs/promises";
import { askOwner } from "../../../libs/claims/ask-owner.ts";
import { fixtureOfFolder } from "../../../libs/claims/fixture-of-folder.ts";
import { printable } from "../../../libs/failure/printable.ts";
import { standingOf } from "../../../libs/handover/answer-questions.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import type { SentRun } from "../../../libs/journal/sent-rows.ts";
import { isProduct } from "../../../libs/run/purpose.ts";
import type { LineCrew } from "../line/line-crew.ts";
import type { LotRequest } from "../prepare/lot-request.ts";

/** What is asked of runs that are done with the line's own journal. */
export interface OwnRuns {
  readonly journal: Journal;
  readonly dataDir: string;
  readonly line: { readonly crew: Pick<LineCrew, "serverOf"> };
}

/**
 * How it stands with a run whose worker writes the line's own journal. What a worker of this line has
 * found open when it took its fixture is not being done. Throws `JournalError`.
 */
export const standingHere = async (
  { run, fixture }: SentRun,
  { journal, dataDir, line }: OwnRuns,
) => {
  const isOfThisLine = line.crew.serverOf(fixture)?.life === "owned";
  const folder = await realpath(dataDir);
  const isAtWork = async (): Promise<boolean> =>
    !isOfThisLine && (await askOwner(fixtureOfFolder(fixture, folder))) !== undefined;
  return standingOf(run, { journal, isAtWork, now: () => new Date().toISOString() });
};

/**
 * The runs of earlier sittings of a lot that may still be going on, or of which another station alone knows how
 * they ended. What the line's own journal tells by itself is settled here. Throws `JournalError`.
 */
export const findUnknown = async (lot: string, own: OwnRuns): Promise<readonly SentRun[]> => {
  const { journal } = own;
  const { journal: id } = journal.head();
  const unknown: SentRun[] = [];
  for (const sent of journal.sent.unended({ lot })) {
    const standing = sent.journal === id ? await standingHere(sent, own) : "running";
    if (standing === "never-began") letGo(journal, sent);
    if (standing === "running" && isProduct(sent)) unknown.push(sent);
  }
  return unknown;
};

/** A run that surely never began and never will: its values are where they were. Throws `JournalError`. */
export const letGo = (journal: Journal, { run, serial }: Pick<SentRun, "run" | "serial">): void => {
  const at = new Date().toISOString();
  journal.atomically(() => {
    journal.sent.letGo({ run, why: "never-began", at });
    const given = journal.identityOfRun(run);
    if (given !== undefined) journal.noteUnsent({ entry: given.identity.entry, serial, run, at });
  });
};

/**
 * A person says of boards that they are here, and nobody is at work on them.
 * @throws InputError where nobody says who that is, or a board is not away.
 */
export const reclaimBoards = (
  journal: Journal,
  lot: string,
  { reclaim = [], operator }: Pick<LotRequest, "reclaim" | "operator">,
): void => {
  if (reclaim.length === 0) return;
  const refuse = (problem: string, remedy: string): never => {
    throw new InputError({ source: "run", field: "--reclaim" }, problem, remedy);
  };
  const by = operator ?? refuse("needs to know who says so.", "Give --operator NAME, too.");
  const at = new Date().toISOString();
  for (const serial of reclaim) {
    const unended = journal.sent.unended({ lot, serial });
    if (unended.length === 0) {
      refuse(
        `names ${printable(serial)}, which is at no station that is to be heard of yet.`,
        "Leave it away: the board is given out as any other.",
      );
    }
    for (const { run } of unended) journal.sent.letGo({ run, why: "said", by, at });
  }
};
