import { realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ulid } from "ulid";
import { awaitFreed } from "../../../libs/claims/await-freed.ts";
import { claimName } from "../../../libs/claims/claim-name.ts";
import { fixtureOfFolder } from "../../../libs/claims/fixture-of-folder.ts";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { backupName } from "../../../libs/dump/backup-name.ts";
import { findBackup } from "../../../libs/dump/find-backup.ts";
import { explainToEngineer } from "../../../libs/failure/explain.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { type Verdict, verdictOf } from "../../../libs/failure/verdict.ts";
import { failureIn } from "../../../libs/fixture/failure-of.ts";
import type { FixtureSession } from "../../../libs/fixture/fixture.ts";
import { Flashrom } from "../../../libs/flashrom/flashrom.ts";
import { closeInterrupted } from "../../../libs/journal/close-interrupted.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import { headText } from "../../../libs/journal/journal-head.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { noteToldHead } from "../../../libs/journal/told-heads.ts";
import { type StopRequest, stopRequest } from "../../../libs/process/stop-request.ts";
import type { RunRecord, RunStart } from "../../../libs/run/run-record.ts";
import { RunTracker } from "../../../libs/run/run-tracker.ts";
import { verdictFrom } from "../../../libs/run/verdict-from.ts";
import { repairOverSpi } from "../../../libs/unbrick/repair-over-spi.ts";
import type { UnbrickFacts } from "../../../libs/unbrick/unbrick-facts.ts";
import { EXIT_CODES } from "../exit-code.ts";
import { type OpenNest, openNest } from "../open-nest.ts";
import { removeLeftovers, workFolderOf } from "./leftovers.ts";
import { spiWayOf } from "./open-spi.ts";
import { type PreparedUnbrick, prepareUnbrick } from "./prepare-unbrick.ts";
import type { TellUnbrick, UnbrickHappening } from "./unbrick-news.ts";
import type { UnbrickOrder } from "./unbrick-order.ts";
import { endOf, startOf } from "./unbrick-record.ts";

/** A worker or another command that is just ending has the fixture for a moment. */
const PATIENCE_MS = 4000;

/** What a repair came to so far. `written`: as `RepairTell` has it; null where no sector was begun. */
interface Found {
  facts: RunRecord["unbrick"];
  written: number | null;
}

/** One unbrick with its nest, journal and listeners. */
interface Unbrick {
  readonly order: UnbrickOrder;
  readonly prepared: PreparedUnbrick;
  readonly nest: OpenNest;
  readonly start: RunStart;
  readonly tracker: RunTracker;
  readonly stop: StopRequest;
}

/**
 * `flashline unbrick`: writes a board's bootloader over SPI, as a run of its own kind in the journal. Its start is
 * durable before power moves, its record before it is told; the board has no power afterwards.
 * @returns the exit code.
 * @throws InputError, StationError, JournalError.
 */
export const unbrickBoard = async (order: UnbrickOrder, tell: TellUnbrick): Promise<number> => {
  const prepared = await prepareUnbrick(order);
  using journal = openJournal(order.dataDir, { mode: "write" });
  // A write that was begun is finished, however long it takes.
  using stop = stopRequest("standalone", "endless");
  stop.asked.catch(() => undefined);
  const folder = await realpath(order.dataDir);
  const name = fixtureOfFolder(order.fixture, folder);
  await using _ = await awaitFreed(() => claimName(name, order.fixture), PATIENCE_MS);
  const report: { tell?: (happening: UnbrickHappening) => void } = {};
  await using nest = await openNest(prepared.named, order, (instruction) =>
    report.tell?.({ kind: "operator-asked", instruction }),
  );
  if (stop.signal.aborted) return EXIT_CODES.aborted;
  await closeOpenRuns(journal, prepared.station, nest, backupFolder(order));
  await removeLeftovers(backupFolder(order), (id) => {
    const left = journal.startOf(id);
    return left?.purpose === "unbrick" && left.fixture === order.fixture;
  });
  const start = startOf(order, prepared, { run: ulid(), wired: nest.wired, journal });
  const { run, lot, serial, fixture, attempt, purpose } = start;
  const say = (happening: UnbrickHappening): void =>
    tell(happening, { run, lot, serial, fixture, attempt, purpose });
  report.tell = say;
  journal.startRun(start);
  const began = systemClock.now();
  const { chip, recipe, port } = { ...start, chip: prepared.chip.name };
  say({ kind: "run-started", chip, recipe: recipe.name, port });
  const tracker = new RunTracker(systemClock, (happening) => {
    // Its own end is told by nobody but this.
    if (happening.kind !== "run-ended") say(happening);
  });
  const record = await work({ order, prepared, nest, start, tracker, stop });
  keep(journal, record);
  const { verdict, failure, unbrick } = record;
  const durationMs = Math.round(systemClock.now() - began);
  const head = headToTell(journal, order.dataDir);
  say({ kind: "run-ended", verdict, failure, durationMs, unbrick, head });
  return EXIT_CODES[verdict];
};

/** The data folder remembers that it was told; the record is kept, whether or not it can be read. */
const headToTell = (journal: Journal, dataDir: string): string | null => {
  try {
    const head = journal.head();
    noteToldHead(dataDir, journal, head);
    return headText(head);
  } catch (error) {
    if (error instanceof JournalError) return null;
    throw error;
  }
};

/** What a killed process left open here is closed, with its board unpowered. @throws StationError */
const closeOpenRuns = async (
  journal: Journal,
  station: string,
  { fixture }: OpenNest,
  backups: string,
): Promise<void> => {
  const trouble = await fixture.makeSafe();
  if (trouble !== undefined) {
    throw new StationError(
      `${fixture.id} could not be switched off. ${explainToEngineer(trouble)}`,
    );
  }
  closeInterrupted(journal, {
    ...{ station, fixtures: [fixture.id], now: systemClock.date() },
    backupOf: (start) => findBackup(backups, start),
  });
};

const backupFolder = ({ dataDir }: UnbrickOrder): string => join(resolve(dataDir), "backups");

const work = async (unbrick: Unbrick): Promise<RunRecord> => {
  const { tracker, stop, nest, start } = unbrick;
  const found: Found = { facts: null, written: null };
  let session: FixtureSession | undefined;
  let verdict: Verdict;
  try {
    session = await tracker.step("prepare", () => nest.fixture.open());
    verdict = await repair(unbrick, session, found);
  } catch (error) {
    verdict = verdictFrom(error, stop.signal);
  }
  const open = session;
  const trouble =
    open === undefined ? undefined : await tracker.step("release", () => release(open));
  const last = trouble === undefined ? verdict : verdictOf(trouble);
  noteUnproven(found, tracker);
  return endOf(start, { ...found, verdict: last, tracker, at: systemClock.date() });
};

const repair = async (
  { order, prepared, nest, start, tracker, stop }: Unbrick,
  { control }: FixtureSession,
  found: Found,
): Promise<Verdict> => {
  const { chip, image, flashrom: program } = prepared;
  const way = spiWayOf({ wired: nest.wired, control, clock: systemClock, chip });
  const { programmer, bitsPerSecond } = way;
  const seat = { program, programmer, bitsPerSecond, clock: systemClock };
  const backupFile = join(backupFolder(order), backupName(start.serial, start.run));
  const workFolder = workFolderOf(backupFile);
  await using flash = await Flashrom.open(seat, workFolder, Math.max(...chip.flashSizes));
  const telling = {
    step: tracker.step.bind(tracker),
    note: (text: string): void => tracker.note(text),
    written: (bytes: number): void => {
      found.written = bytes;
    },
    found: (facts: UnbrickFacts): void => {
      found.facts = facts;
    },
  };
  const wait = (): void => {
    if (tracker.current !== "write") return;
    tracker.note(
      "Asked to stop: the write is finished first, or the board had no whole bootloader",
    );
  };
  stop.signal.addEventListener("abort", wait, { once: true });
  const target = { image, chip, keyNamedBy: order.keyKnownBy ?? null, backupFile };
  await repairOverSpi({ ...way, flash }, target, telling, stop.signal);
  return { outcome: "pass" };
};

/** Only a restart ends SPI mode: where the supply stays on it is CEN's. */
const release = async (session: FixtureSession) => {
  const { control } = session;
  const stopping = await failureIn(async () => {
    await control.stop();
    await systemClock.sleep(control.offMs);
  });
  return (await session.release()) ?? stopping;
};

/** Whoever ends in between must know that the board is no better yet. */
const noteUnproven = ({ facts, written }: Found, tracker: RunTracker): void => {
  if (written === null || (facts !== null && facts.readBack !== null)) return;
  tracker.note(
    `The bootloader was begun to be written (flashrom went on from ${written} bytes) and is not proven: unbrick the board again`,
  );
};

/** @throws JournalError with how it ended, which nothing else will know. */
const keep = (journal: Journal, record: RunRecord): void => {
  try {
    journal.endRun(record);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    const { serial, verdict, failure } = record;
    throw new StationError(
      `${serial} ended as ${verdict}${failure === null ? "" : ` (${failure.code})`}, and that could not be recorded: ${error.message}`,
      { cause: error },
    );
  }
};
