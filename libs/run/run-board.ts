import type { Clock } from "../clock/clock.ts";
import { printable } from "../failure/printable.ts";
import type { Verdict } from "../failure/verdict.ts";
import type { Fixture, FixtureSession } from "../fixture/fixture.ts";
import type { RateExperience } from "./adapter-memory.ts";
import { NOTHING_BEGUN } from "./board-journal.ts";
import type { Findings } from "./findings.ts";
import { flashBoard } from "./flash-board.ts";
import { recordIdentity } from "./record-identity.ts";
import { releaseBoard } from "./release-board.ts";
import type { RunOrder, RunSurroundings } from "./run-order.ts";
import type { RunEnd } from "./run-record.ts";
import { RunTracker } from "./run-tracker.ts";
import { type RunBeginning, RunUnderWay } from "./run-under-way.ts";
import { verdictFrom } from "./verdict-from.ts";

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
  const findings: Findings = {
    ...{ board: null, link: null, backup: null, crcs: [], written: 0, log: "" },
    identity: NOTHING_BEGUN,
  };
  const beginning: RunBeginning = { order, clock, surroundings, tracker, findings, signal };
  surroundings.report({ kind: "run-started", chip: order.chip.name, recipe: order.recipe });

  let session: FixtureSession | undefined;
  let verdict: Verdict;
  try {
    session = await tracker.step("prepare", () => fixture.open());
    using run = new RunUnderWay(beginning, session);
    await flashBoard(run).catch((error: unknown) => {
      throw run.blame(error);
    });
    verdict = { outcome: "pass" };
  } catch (error) {
    verdict = verdictFrom(error, signal);
  }
  verdict = await releaseBoard(session, tracker, verdict);
  surroundings.adapter?.learn(experienceOf(beginning, verdict));

  const durationMs = Math.round(clock.now() - began);
  const end = endOf(beginning, verdict);
  surroundings.report({
    kind: "run-ended",
    verdict: end.verdict,
    failure: end.failure,
    durationMs,
  });
  return end;
};

const experienceOf = ({ order, findings }: RunBeginning, verdict: Verdict): RateExperience => ({
  serial: order.identity.serial,
  failed: findings.link?.failed ?? [],
  passedAt: verdict.outcome === "pass" ? findings.link?.baud : undefined,
});

const endOf = ({ clock, order, tracker, findings }: RunBeginning, verdict: Verdict): RunEnd => ({
  endedAt: clock.date().toISOString(),
  recorded: "whole",
  verdict: verdict.outcome,
  failure: "failure" in verdict ? verdict.failure : null,
  board: findings.board,
  copiedMac: order.plan.clone?.mac ?? null,
  steps: tracker.steps,
  baud: findings.link?.baud ?? null,
  linkAttempts: findings.link?.attempts ?? 0,
  backup: findings.backup,
  written: findings.written,
  recoveries: tracker.recoveries,
  crcs: findings.crcs,
  identity: recordIdentity(order.own, findings.identity),
  unbrick: null,
  notes: tracker.notes,
  bootLog: printable(findings.log),
});
