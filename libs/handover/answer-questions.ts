import type { RecordPost, RunStanding } from "../dispatch/record-mail.ts";
import type { Journal } from "../journal/journal.ts";
import type { RunStart } from "../run/run-record.ts";

/** What questions are answered with. */
export interface AnswerParts {
  readonly journal: Journal;
  /** Its id. */
  readonly id: string;
  readonly post: RecordPost;
  /** Whether a process of this host may be at work on a run that is open in the journal. */
  readonly isAtWork: (start: RunStart) => Promise<boolean>;
  /** ISO time. */
  readonly now: () => string;
}

/**
 * What a journal knows of a run. One that did not begin by now never will: whoever is told so may give
 * its board out again. Throws `JournalError`.
 */
export const standingOf = async (
  run: string,
  { journal, isAtWork, now }: Pick<AnswerParts, "journal" | "isAtWork" | "now">,
): Promise<RunStanding> => {
  if (journal.record(run) !== undefined) return "ended";
  if (journal.startOf(run) === undefined && journal.sent.forbid(run, now())) return "never-began";
  const start = journal.startOf(run);
  return start !== undefined && (await isAtWork(start)) ? "running" : "cut-off";
};

/** Answers what coordinators ask of runs. Throws `JournalError`; rejects with Redis. */
export const answerQuestions = async (parts: AnswerParts): Promise<void> => {
  const { post, id } = parts;
  for (const run of await post.questions(id)) {
    await post.answer(id, run, await standingOf(run, parts));
  }
};
