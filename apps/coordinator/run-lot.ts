import { ulid } from "ulid";
import { printable } from "../../libs/failure/printable.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { makeFolder } from "../../libs/input/make-folder.ts";
import { readCommissionMark } from "../../libs/jig/commission-mark.ts";
import { stationName } from "../../libs/jig/read-station.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { journalPlace } from "../../libs/journal/journal-place.ts";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { lotExitCode } from "../../libs/lot/lot-counts.ts";
import type { StationEvent } from "../../libs/station/station-event.ts";
import { stockPools } from "./identities/stock-pools.ts";
import type { Line } from "./line/open-line.ts";
import type { LotRequest } from "./prepare/lot-request.ts";
import type { PreparedLot } from "./prepare/prepare-lot.ts";
import { prepareRequest } from "./prepare/prepare-request.ts";
import { claimLot } from "./records/claim-lot.ts";
import { earlierCheckRuns, earlierRuns } from "./records/earlier-runs.ts";
import { findUnknown, reclaimBoards } from "./records/find-unknown.ts";
import type { LotDelivery } from "./records/lot-delivery.ts";
import { openDecisionLog } from "./records/open-decision-log.ts";
import { readLocks } from "./records/read-locks.ts";
import { readProofs } from "./records/read-proofs.ts";
import { type ShownDashboard, showDashboard } from "./show-dashboard.ts";
import { STOPPING, stopOnSignals } from "./stop-on-signals.ts";

/** The exit code of whatever the operator stopped. */
const STOPPED = 130;

/** Shorter than the session's own signs of life last: they stand still as long as the journal is waited for. */
const JOURNAL_BUSY_MS = 2000;

/**
 * Runs a lot from the first check to the last record.
 * @returns the exit code: 0 all passed, 1 a board failed, 3 the station failed, 130 stopped.
 * @throws InputError (nothing was touched), StationError.
 */
export const runLot = async (
  request: LotRequest,
  listen: (event: StationEvent) => void,
  onDashboardGone: () => void,
): Promise<number> => {
  const prepared = await prepareRequest(request, "run");
  // Before the first board: none would be flashed without its backup.
  if (request.backupDir !== undefined) {
    makeFolder(request.backupDir, { source: "run", field: "--backup" });
  }
  const session = ulid();
  const lot = request.lot ?? newLotId(new Date(), session);
  using journal = openJournal(request.dataDir, { mode: "write", busyMs: JOURNAL_BUSY_MS });
  await using _ = await claimLot(lot, request.dataDir);
  // A lot that is refused has imported nothing.
  journal.atomically(() => {
    reclaimBoards(journal, lot, request);
    stockPools(journal, prepared, request);
    bindLot(journal, lot, request, prepared);
  });

  const decisions = openDecisionLog(request, lot, session);

  using stop = stopOnSignals();
  const shown: { screen?: ShownDashboard } = {};
  // Its keys come as commands; who sends a signal presses none, and waits for no key at the end.
  stop.signal.addEventListener("abort", () => void leaveAndTell(shown.screen));
  // What talks to Redis is half of what there is to load: a lot that is refused does without.
  const { openLine } = await import("./line/open-line.ts");
  const { conductLot } = await import("./conduct-lot.ts");
  const opened = await openLine(request, prepared, session, stop.signal).catch((error: unknown) => {
    if (stop.signal.aborted) return undefined;
    throw error;
  });
  if (opened === undefined) {
    process.stderr.write("flashline: stopped before the line was up: no board was touched.\n");
    return STOPPED;
  }
  await using line = opened;
  await storeImages(line, prepared);
  const hasScreen = request.view === "dashboard" && !stop.signal.aborted;
  const screen = hasScreen ? showDashboard(line.redisUrl, request.dataDir) : undefined;
  if (screen === undefined) onDashboardGone();
  else shown.screen = screen;
  void screen?.left.then(onDashboardGone);
  const station = await stationName();
  await using delivery = await beginDelivery(prepared, request, lot);
  const plan = await conductLot({
    lot,
    session,
    station,
    request,
    prepared,
    line,
    journal,
    delivery,
    journalPlace: await journalPlace(station, request.dataDir),
    mark:
      request.jigPath === undefined
        ? undefined
        : await readCommissionMark(request.jigPath, prepared.jig, station),
    unknown: await findUnknown(lot, { journal, dataDir: request.dataDir, line }),
    earlier: earlierRuns(journal, lot),
    checkRuns: earlierCheckRuns(journal, lot),
    locks: readLocks(journal),
    proofs: readProofs(journal, prepared, line.crew.workers(), new Date()),
    decided: (input, actions) => decisions.decided(input, actions),
    listen: (event) => {
      decisions.told(event);
      listen(event);
    },
    operatorLeft: screen?.left,
    signal: stop.signal,
  });
  await Promise.all([line.stopWorkers(), delivery?.settle()]);
  // The summary stays on the screen until its reader leaves.
  await screen?.left;
  const undelivered = await delivery?.end();
  if (undelivered !== undefined) process.stderr.write(`flashline: ${printable(undelivered)}\n`);
  return lotExitCode(plan);
};

/** Behind the screen nobody would read it. */
const leaveAndTell = async (screen: ShownDashboard | undefined): Promise<void> => {
  screen?.close();
  await screen?.left;
  process.stderr.write(STOPPING);
};

/** Loaded only where records go out. */
const beginDelivery = async (
  { receiver }: PreparedLot,
  { dataDir }: LotRequest,
  lot: string,
): Promise<LotDelivery | undefined> => {
  if (receiver === undefined) return undefined;
  const { LotDelivery } = await import("./records/lot-delivery.ts");
  return new LotDelivery({ receiver, dataDir, lot });
};

/** When it began, for people, and enough of the session to tell two of the same second apart. */
const newLotId = (now: Date, session: string): string => {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  return `${local.slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}-${session.slice(-4)}`;
};

/** A lot keeps its recipes and images for life: boards of one lot get identical bytes. */
const bindLot = (
  journal: Journal,
  lot: string,
  request: LotRequest,
  { recipes }: PreparedLot,
): void => {
  const used = [...recipes.values()];
  const answer = journal.bindLot({
    lot,
    recipes: [...new Set(used.map(({ sent }) => sent.sha256))],
    images: [...new Set(used.flatMap(({ sent }) => sent.images.map(({ sha256 }) => sha256)))],
    serials: request.serials === "scan" ? null : request.serials,
    startedAt: new Date().toISOString(),
  });
  if (answer.kind === "bound") return;
  throw new InputError(
    { source: "run", field: "--lot" },
    `lot ${lot} was begun with another ${answer.differs}.`,
    "Give the recipe and images of its first sitting, or start a new lot.",
  );
};

const storeImages = async (line: Line, { recipes }: PreparedLot): Promise<void> => {
  for (const { images } of new Set(recipes.values())) {
    for (const { sha256, bytes } of images) await line.dispatch.storeImage(sha256, bytes);
  }
};
