import { bootReachOf } from "../../libs/boot/boot-log-reader.ts";
import { systemClock } from "../../libs/clock/system-clock.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import { StepError } from "../../libs/failure/step-error.ts";
import { type Verdict, verdictOf } from "../../libs/failure/verdict.ts";
import type { BoardControl, Fixture } from "../../libs/fixture/fixture.ts";
import { ChipLine } from "../../libs/flasher/chip-line.ts";
import { DownloadMode } from "../../libs/flasher/download-mode.ts";
import { InputError } from "../../libs/input/input-error.ts";
import type { SerialLink } from "../../libs/link/serial-link.ts";
import { stopRequest } from "../../libs/process/stop-request.ts";
import { LogWatch } from "../../libs/run/log-watch.ts";
import type { RecoveryRecord } from "../../libs/run/run-record.ts";
import { RunTracker } from "../../libs/run/run-tracker.ts";
import { verdictFrom } from "../../libs/run/verdict-from.ts";
import type { TellBoard } from "./board-news.ts";
import type { BoardOrder } from "./board-order.ts";
import { openNest, readNest } from "./open-nest.ts";

/** How it ended, and what was put right on the way. */
export interface BoardEnd {
  readonly verdict: Verdict;
  readonly recoveries: readonly RecoveryRecord[];
}

/** One board with its ports open and no power yet. */
export interface BoardAtHand {
  readonly order: BoardOrder;
  readonly control: BoardControl;
  readonly line: ChipLine;
  readonly mode: DownloadMode;
  readonly tracker: RunTracker;
  readonly tell: TellBoard;
}

/**
 * Takes a nest, does `work` with its board, and leaves the board unpowered however that ends, Ctrl-C
 * and bugs included.
 * @throws InputError, StationError: what is wrong before or beside the board.
 */
export const atBoard = async (
  order: BoardOrder,
  tell: TellBoard,
  work: (board: BoardAtHand) => Promise<void>,
): Promise<BoardEnd> => {
  const tracker = new RunTracker(systemClock, tell);
  using stop = stopRequest("standalone");
  // Its signal tells the same.
  stop.asked.catch(() => undefined);
  try {
    await using nest = await openNest(await readNest(order), order, (instruction) =>
      tell({ kind: "operator-asked", instruction }),
    );
    stop.signal.throwIfAborted();
    const verdict = await atNest(nest.fixture, { order, tracker, tell }, work, stop.signal);
    return { verdict, recoveries: tracker.recoveries };
  } catch (error) {
    return { verdict: boardVerdict(error, stop.signal), recoveries: tracker.recoveries };
  }
};

const atNest = async (
  fixture: Fixture,
  beginning: Pick<BoardAtHand, "order" | "tracker" | "tell">,
  work: (board: BoardAtHand) => Promise<void>,
  signal: AbortSignal,
): Promise<Verdict> => {
  const { order, tracker } = beginning;
  const session = await tracker.step("prepare", () => fixture.open());
  using line = new ChipLine(session.flash, systemClock, signal);
  using log = session.logWire === "own-port" ? listen(session.log) : undefined;
  const mode = new DownloadMode(line);
  const verdict = await work({ ...beginning, control: session.control, line, mode }).then(
    (): Verdict => ({ outcome: "pass" }),
    (error: unknown) => boardVerdict(blame(error, log, order.fixture), signal),
  );
  const trouble = await tracker.step("release", () => session.release());
  return trouble === undefined ? verdict : verdictOf(trouble);
};

const listen = (link: SerialLink | undefined): LogWatch | undefined =>
  link === undefined ? undefined : new LogWatch(link, systemClock);

/** As in a run: what a log port heard of a board that gives no answer. Its chip is not known: it may be a brick. */
const blame = (error: unknown, log: LogWatch | undefined, fixture: string): unknown => {
  if (!(error instanceof StepError) || log === undefined) return error;
  const { failure } = error;
  if (failure.code !== "no-link") return error;
  const reach = bootReachOf(log.sinceMark);
  const brick = failure.heard === 0 && reach === "nothing" ? { brickIn: fixture } : {};
  return new StepError({ ...failure, log: reach, ...brick }, { cause: error });
};

/** What is wrong before or beside the board is the command's to tell. */
const boardVerdict = (error: unknown, signal: AbortSignal): Verdict => {
  if (error instanceof InputError || error instanceof StationError) throw error;
  return verdictFrom(error, signal);
};
