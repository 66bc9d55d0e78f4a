import { writableRange } from "../chips/chip.ts";
import { flashPartOf, unknownPart } from "../chips/flash-parts.ts";
import type { Clock } from "../clock/clock.ts";
import type { Failure } from "../failure/failure.ts";
import { printable } from "../failure/printable.ts";
import { StepError } from "../failure/step-error.ts";
import { type Verdict, verdictOf } from "../failure/verdict.ts";
import { isOwnMac } from "../firmware/calibration.ts";
import { erasesOf, type FlashPlan, sectorsOf } from "../firmware/flash-plan.ts";
import type { Fixture, FixtureSession } from "../fixture/fixture.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import { ChipLine } from "../flasher/chip-line.ts";
import { DownloadMode } from "../flasher/download-mode.ts";
import { eraseAll } from "../flasher/erase-plan.ts";
import { identifyBoard } from "../flasher/identify-board.ts";
import { type LinkResult, linkBoard } from "../flasher/link-board.ts";
import { openProtection } from "../flasher/open-protection.ts";
import type { Progress } from "../flasher/progress.ts";
import { type CalibrationSector, readCalibration } from "../flasher/read-calibration.ts";
import {
  type VerifiedRange,
  verifyByCrc,
  verifyByReadback,
  verifyUnchanged,
} from "../flasher/verify-plan.ts";
import { writeSectors } from "../flasher/write-sectors.ts";
import { checkBoot } from "./check-boot.ts";
import { LogWatch } from "./log-watch.ts";
import type { RunOrder, RunSurroundings } from "./run-order.ts";
import type { RunEnd } from "./run-record.ts";
import { RunTracker } from "./run-tracker.ts";

/** What a run found out before it ended, kept also when it fails. */
interface Findings {
  board: BoardFacts | null;
  link: LinkResult | null;
  crcs: readonly VerifiedRange[];
  log: LogWatch | undefined;
}

/**
 * One attempt of one board in one fixture, from closed ports to power off. Never throws: however it
 * ends, the board is unpowered and the end of the record is returned.
 */
export const runBoard = async (
  order: RunOrder,
  fixture: Fixture,
  clock: Clock,
  surroundings: RunSurroundings,
  signal: AbortSignal,
): Promise<RunEnd> => {
  const began = clock.now();
  const tracker = new RunTracker(clock, surroundings.report);
  const findings: Findings = { board: null, link: null, crcs: [], log: undefined };
  surroundings.report({ kind: "run-started", chip: order.chip.name, recipe: order.recipe });

  let session: FixtureSession | undefined;
  let verdict: Verdict;
  try {
    session = await tracker.step("prepare", () => fixture.open());
    await flashBoard(order, session, clock, surroundings, tracker, findings, signal);
    verdict = { outcome: "pass" };
  } catch (error) {
    verdict = verdictFrom(error, signal);
  }
  verdict = await releaseBoard(session, tracker, verdict);

  const failure = "failure" in verdict ? verdict.failure : null;
  const durationMs = Math.round(clock.now() - began);
  surroundings.report({ kind: "run-ended", verdict: verdict.outcome, failure, durationMs });
  return {
    endedAt: clock.date().toISOString(),
    verdict: verdict.outcome,
    failure,
    board: findings.board,
    steps: tracker.steps,
    baud: findings.link?.baud ?? null,
    linkAttempts: findings.link?.attempts ?? 0,
    crcs: findings.crcs,
    notes: tracker.notes,
    bootLog: printable(findings.log?.tail ?? ""),
  };
};

/** The story itself: link, identify, erase, write, verify, boot. */
const flashBoard = async (
  order: RunOrder,
  session: FixtureSession,
  clock: Clock,
  surroundings: RunSurroundings,
  tracker: RunTracker,
  findings: Findings,
  signal: AbortSignal,
): Promise<void> => {
  const restarted = new AbortController();
  const either = AbortSignal.any([signal, restarted.signal]);
  using line = new ChipLine(session.flash, clock, either);
  using log = session.log === undefined ? undefined : new LogWatch(session.log, clock);
  findings.log = log;
  const mode = new DownloadMode(line);
  const { chip, plan } = order;

  findings.link = await tracker.step("link", (progress) =>
    linkBoard(
      line,
      session.control,
      { chip, baud: order.baud, attempts: order.linkAttempts },
      progress,
    ),
  );
  log?.watchForBanner((banner) =>
    restarted.abort(
      new StepError({ code: "board-restarted", step: tracker.current, banner: printable(banner) }),
    ),
  );
  const calibration = await tracker.step("identify", (progress) =>
    meetBoard(mode, order, surroundings, findings, progress),
  );
  await tracker.step("erase", (progress) => eraseAll(mode, chip, erasesOf(plan), progress));
  await tracker.step("write", (progress) => writeSectors(mode, chip, sectorsOf(plan), progress));
  findings.crcs = await tracker.step("verify", async (progress) => {
    const verify = order.verify === "crc" ? verifyByCrc : verifyByReadback;
    const ranges = await verify(mode, plan, progress);
    if (calibration !== undefined) {
      await verifyUnchanged(mode, calibration.address, calibration.bytes, progress);
    }
    return ranges;
  });
  await tracker.step("boot", async (progress) => {
    log?.watchForBanner(undefined);
    await mode.reboot();
    if (order.boot === undefined || log === undefined) return;
    await checkBoot(order.boot, { control: session.control, line, log }, progress, signal);
  });
};

/** Identifies the board, reads what must survive, and opens the flash for writing: the last stop before erase. */
const meetBoard = async (
  mode: DownloadMode,
  order: RunOrder,
  surroundings: RunSurroundings,
  findings: Findings,
  progress: Progress,
): Promise<CalibrationSector | undefined> => {
  const { chip, plan } = order;
  const facts = await identifyBoard(mode, chip, progress);
  const calibration = await readCalibration(mode, chip, progress);
  const mac = calibration?.mac ?? null;
  const board: BoardFacts = { ...facts, mac };
  findings.board = board;
  surroundings.report({ kind: "board-identified", board });
  if (mac === null) progress.note("The board has no calibration data: no MAC");
  else if (!isOwnMac(mac)) progress.note(`The board has no MAC of its own: ${mac}`);
  else refusePassed(mac, surroundings);
  expectRoom(plan, board, chip.marking);
  mode.allowWrites(writableRange(chip, order.bootloader, board.flashBytes));
  if (chip.download.protection === "status-register") {
    const id = board.flashId ?? "";
    await openProtection(mode, flashPartOf(id) ?? unknownPart(id), progress);
  } else if (!(await mode.linkCheck())) {
    // The link check lets the next erase through (uart-protocol.md section 4.1).
    throw new StepError({ code: "link-lost", step: "identify", command: "link check" });
  }
  return calibration;
};

/** One physical board must not pass under two serials of a lot. */
const refusePassed = (mac: string, { passedAs }: RunSurroundings): void => {
  const otherSerial = passedAs(mac);
  if (otherSerial !== undefined) throw new StepError({ code: "already-passed", mac, otherSerial });
};

const expectRoom = (plan: FlashPlan, board: BoardFacts, marking: string): void => {
  const last = plan.regions.at(-1);
  if (last === undefined || last.start + last.bytes.length <= board.flashBytes) return;
  const found = `${marking} with only ${board.flashBytes / 1024} KiB of flash`;
  throw new StepError({ code: "wrong-chip", expected: marking, found });
};

/** Power off on every path. A nest that cannot be switched off is the station's failure, pass or not. */
const releaseBoard = async (
  session: FixtureSession | undefined,
  tracker: RunTracker,
  verdict: Verdict,
): Promise<Verdict> => {
  if (session === undefined) return verdict;
  const trouble = await tracker.step("release", () => session.release());
  return trouble === undefined ? verdict : verdictOf(trouble);
};

const verdictFrom = (error: unknown, signal: AbortSignal): Verdict => {
  // First, because a worker that has a bug aborts its runs with that as their failure.
  if (error instanceof StepError) return verdictOf(error.failure);
  if (signal.aborted && error === signal.reason) return { outcome: "aborted" };
  const reason = error instanceof Error ? error.message : String(error);
  const failure: Failure = { code: "internal", reason: printable(reason) };
  return verdictOf(failure);
};
