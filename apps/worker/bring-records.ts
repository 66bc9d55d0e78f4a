import { realpath } from "node:fs/promises";
import { askOwner } from "../../libs/claims/ask-owner.ts";
import { awaitTurn } from "../../libs/claims/await-turn.ts";
import { fixtureOfFolder } from "../../libs/claims/fixture-of-folder.ts";
import type { Clock } from "../../libs/clock/clock.ts";
import type { RecordPost } from "../../libs/dispatch/record-mail.ts";
import { answerQuestions } from "../../libs/handover/answer-questions.ts";
import { RecordBringer } from "../../libs/handover/record-bringer.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { JournalError } from "../../libs/journal/journal-error.ts";
import type { RunIdentity } from "../../libs/run/run-event.ts";
import type { RunStart } from "../../libs/run/run-record.ts";

/** Between two looks, in ms: when nothing is left, and while records are on their way. */
const LOOK_MS = { idle: 1000, busy: 100 } as const;

/** Whose records are brought, and over what. */
export interface BringPlace {
  readonly journal: Journal;
  readonly dataDir: string;
  readonly station: string;
  readonly post: RecordPost;
  /** The line and its Redis, without user and password: each has one that brings. */
  readonly way: string;
  /** Ids of the fixtures that this process serves, and the last run of each. */
  readonly fixtures: ReadonlySet<string>;
  readonly running: ReadonlyMap<string, RunIdentity>;
  readonly clock: Clock;
  readonly onTrouble: (text: string) => void;
}

/**
 * Brings a journal's records to the lines they are for, and answers what those ask of runs, until
 * disposed; of the processes of this host one does. Whatever fails is tried again.
 */
export const bringRecords = async (place: BringPlace): Promise<Disposable> => {
  const { journal, station, post, way, clock, onTrouble } = place;
  const stop = new AbortController();
  const folder = await realpath(place.dataDir);
  const { journal: id } = journal.head();
  const now = (): string => clock.date().toISOString();
  const bringer = new RecordBringer({
    ...{ ledger: journal.handover, post, journal: id, station, now },
    placeOf: (run) => journal.placeOf(run) ?? UNCHAINED,
  });
  // Of its own fixtures a worker knows; whether others of this host are at work, by who has the fixture.
  const isAtWork = async ({ run, fixture }: RunStart): Promise<boolean> =>
    place.fixtures.has(fixture)
      ? place.running.get(fixture)?.run === run
      : (await askOwner(fixtureOfFolder(fixture, folder))) !== undefined;

  let told: string | undefined;
  const round = async (): Promise<number> => {
    try {
      await answerQuestions({ journal, id, post, isAtWork, now });
      const bringing = await bringer.bringAll();
      told = undefined;
      return bringing === "under-way" ? LOOK_MS.busy : LOOK_MS.idle;
    } catch (error) {
      // Redis says itself where it fails.
      if (!(error instanceof JournalError) || stop.signal.aborted) return LOOK_MS.idle;
      if (error.message !== told) onTrouble(`Records wait here: ${error.message}`);
      told = error.message;
      return LOOK_MS.idle;
    }
  };
  const goOn = async (): Promise<void> => {
    await using _ = await awaitTurn(`records of ${folder} by ${way}`, "worker", stop.signal);
    while (!stop.signal.aborted) await clock.sleep(await round(), stop.signal);
  };
  // Only its end rejects: whoever disposes of it does not wait for a Redis that is away.
  void goOn().catch(() => undefined);
  return { [Symbol.dispose]: () => stop.abort() };
};

/** Every end of a run has its place in a journal that is written. */
const UNCHAINED = { place: 0, hash: "none" };
