import { RunAccount } from "../../libs/account/run-account.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import type { Clock } from "../../libs/clock/clock.ts";
import {
  BEGAN_BEFORE,
  type JobAnswer,
  type RunJob,
  WORKER_STOPPING,
} from "../../libs/dispatch/messages.ts";
import type { Failure } from "../../libs/failure/failure.ts";
import { printable } from "../../libs/failure/printable.ts";
import { type Verdict, verdictOf } from "../../libs/failure/verdict.ts";
import type { FlashPlan } from "../../libs/firmware/flash-plan.ts";
import type { Fixture } from "../../libs/fixture/fixture.ts";
import type { Station } from "../../libs/jig/read-station.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import { JournalError } from "../../libs/journal/journal-error.ts";
import type { JournalGate } from "../../libs/journal/journal-gate.ts";
import type { AdapterMemory } from "../../libs/run/adapter-memory.ts";
import { NOTHING_BEGUN } from "../../libs/run/board-journal.ts";
import { NOTHING_DONE } from "../../libs/run/nothing-done.ts";
import { recordIdentity } from "../../libs/run/record-identity.ts";
import { runBoard } from "../../libs/run/run-board.ts";
import type { RunEvent, RunHappening, RunIdentity } from "../../libs/run/run-event.ts";
import type { RunOrder, RunSurroundings } from "../../libs/run/run-order.ts";
import {
  RECORD_SCHEMA,
  type RunEnd,
  type RunRecord,
  type RunStart,
} from "../../libs/run/run-record.ts";
import type { SupplyGate } from "../../libs/supply/supply-gate.ts";
import { backupRoom } from "./backup-room.ts";
import { boardJournal } from "./board-journal.ts";
import { HandInNest } from "./hand-in-nest.ts";
import { openBackup } from "./store-backup.ts";

/** What a worker's runs share. */
export interface Bench {
  readonly station: string;
  /** Whether recipes that nobody approved are run. */
  readonly approval: Station["approval"];
  readonly program: string;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Its id. */
  readonly journalId: string;
  /** Before that journal. */
  readonly gate: Pick<JournalGate, "look" | "note" | "keep">;
  /** Aborted when the worker waits no longer for records to be written. */
  readonly abandon: AbortSignal;
  readonly fixtures: ReadonlyMap<string, BenchFixture>;
  /** How many of the worker may be at work at one time. */
  readonly boards: number;
  /** The checked plan of a job's recipe, or why there is none. */
  readonly planFor: (job: RunJob) => Promise<PlanResult>;
  readonly report: (event: RunEvent) => void;
  /** Folder of the boards' backups, where a recipe asks for them. */
  readonly backupDir: string;
  /** Takes lines of runs' accounts; none are kept where absent. */
  readonly account?: ((line: string) => void) | undefined;
  /** What is remembered of the adapter behind a flash port. */
  readonly adapterOf: (port: string) => AdapterMemory;
}

/** A nest and the name of its flash port, as the record keeps it. */
export interface BenchFixture {
  readonly fixture: Fixture;
  readonly port: string;
  /** Where its board waits for its turn to power up, if its supply has a plan. */
  readonly gate?: Pick<SupplyGate, "keepGap"> | undefined;
}

/** A plan, or the station's reason for having none. */
export type PlanResult =
  | { readonly ok: true; readonly plan: FlashPlan }
  | { readonly ok: false; readonly failure: Failure };

const NOT_APPROVED =
  "its recipe is not approved, and this station requires it (approval in config/station.yaml). Run `npx flashline recipe approve` where the lot is started";

/** It was said that it never began: its board may be elsewhere by now. */
const CALLED_OFF = "its line was told that it never began";

/**
 * One job, start to end: looked up in the journal first, its start durable before power moves, its
 * record durable before it is answered, however long that takes. A job that was seen before moves no relay.
 * Rejects where its record cannot be written and the worker ends.
 */
export const performRun = async (
  bench: Bench,
  job: RunJob,
  signal: AbortSignal,
): Promise<JobAnswer> => {
  const refuse = (reason: string) => ({ kind: "refused", run: job.run, reason }) as const;
  const nest = bench.fixtures.get(job.fixture);
  if (nest === undefined) return refuse(`this worker has no fixture ${printable(job.fixture)}`);
  if (bench.approval === "required" && job.recipe.approval === null) return refuse(NOT_APPROVED);
  const start = startOf(bench, job, nest.port);
  try {
    const earlier = bench.journal.record(job.run);
    if (earlier !== undefined) return { kind: "recorded", record: earlier };
    if (bench.journal.startOf(job.run) !== undefined) return refuse(BEGAN_BEFORE);
    if (bench.journal.sent.isForbidden(job.run)) return refuse(CALLED_OFF);
    if (signal.aborted) return refuse(WORKER_STOPPING);
    const trouble = bench.gate.look();
    if (trouble !== null) return { ...refuse("its journal takes no run now"), trouble };
    const { backupDir, boards } = bench;
    if (job.recipe.backup && backupRoom(backupDir, boards) === "short") {
      return { ...refuse("its backup finds no room"), trouble: "no-backup-room" };
    }
    const isOwn = job.journal === undefined || job.journal === bench.journalId;
    bench.journal.startRun(start, isOwn ? undefined : job.journal);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    bench.gate.note(error);
    const { trouble, message } = error;
    return { ...refuse(`the journal cannot be used: ${message}`), trouble };
  }
  const end = await runOrExplain(bench, job, nest, signal).catch((error: unknown) =>
    unstarted(bench, job, signal.aborted ? { outcome: "aborted" } : verdictOf(internal(error))),
  );
  const told = end.verdict === "aborted" ? noteWhy(end, signal) : end;
  return { kind: "recorded", record: await keep(bench, { ...start, ...told }) };
};

/** Whoever reads the record shall know why the board was given up. */
const noteWhy = (end: RunEnd, signal: AbortSignal): RunEnd => {
  const why = whyAborted(signal);
  return why === undefined ? end : { ...end, notes: [...end.notes, why] };
};

/** A hand in the nest, the line's stop, a signal, a coordinator that is gone: each aborts with its own sentence. */
const whyAborted = ({ reason }: AbortSignal): string | undefined =>
  reason instanceof Error && reason.name !== "AbortError" ? printable(reason.message) : undefined;

const internal = (error: unknown): Failure => ({
  code: "internal",
  reason: printable(error instanceof Error ? error.message : String(error)),
});

const startOf = (bench: Bench, job: RunJob, port: string): RunStart => ({
  schema: RECORD_SCHEMA,
  run: job.run,
  lot: job.lot,
  serial: job.serial,
  fixture: job.fixture,
  attempt: job.attempt,
  purpose: job.purpose ?? "product",
  startedAt: bench.clock.date().toISOString(),
  station: bench.station,
  port,
  operator: job.operator,
  recipe: { name: job.recipe.recipe, sha256: job.recipe.sha256 },
  approval: job.recipe.approval,
  images: job.recipe.images.map(({ file, sha256 }) => ({ file, sha256 })),
  program: bench.program,
});

/** What every event of a job's run names. */
export const identityOf = ({
  run,
  lot,
  serial,
  fixture,
  attempt,
  purpose,
}: RunJob): RunIdentity => ({
  ...{ run, lot, serial, fixture, attempt },
  ...(purpose !== undefined && { purpose }),
});

const runOrExplain = async (
  bench: Bench,
  job: RunJob,
  { fixture, port, gate }: BenchFixture,
  signal: AbortSignal,
): Promise<RunEnd> => {
  const { lot, serial } = job;
  const identity = identityOf(job);
  gate?.keepGap(job.powerGapMs ?? 0);
  const account = accountOf(bench, job);
  const report = (happening: RunHappening): void => {
    const told = happening.kind === "run-started" ? { ...happening, port } : happening;
    account?.tell(told);
    bench.report({ ...identity, at: bench.clock.date().toISOString(), ...told });
  };
  const tellHand = (): void => {
    if (signal.reason instanceof HandInNest) report({ kind: "note", text: signal.reason.message });
  };
  signal.addEventListener("abort", tellHand, { once: true });
  // A signal that is listened to is kept, with all that its run holds, for as long as the worker lives.
  using _ = { [Symbol.dispose]: () => signal.removeEventListener("abort", tellHand) };
  const planned = await bench.planFor(job);
  if (!planned.ok) {
    const { chip, recipe } = job.recipe;
    report({ kind: "run-started", chip, recipe });
    const end = unstarted(bench, job, verdictOf(planned.failure));
    report({ kind: "run-ended", verdict: end.verdict, failure: end.failure, durationMs: 0 });
    return end;
  }
  const order: RunOrder = {
    identity,
    chip: CHIPS[job.recipe.chip],
    recipe: job.recipe.recipe,
    plan: planned.plan,
    own: job.identity,
    calibration: job.recipe.calibration,
    bootloader: job.recipe.bootloader,
    backup: job.recipe.backup ? "whole" : "none",
    baud: job.recipe.baud,
    linkAttempts: job.recipe.linkAttempts,
    write: job.recipe.write,
    verify: job.recipe.verify,
    protection: job.recipe.protect ? "closed" : "open",
    boot: job.recipe.boot,
  };
  const passedAs = (mac: string): string | undefined => bench.journal.passWithMac(lot, mac, serial);
  const surroundings: RunSurroundings = {
    report,
    ears: account,
    passedAs,
    adapter: bench.adapterOf(port),
    journal: boardJournal(bench, job),
    openBackup: (board) => openBackup(bench.backupDir, job, board),
  };
  return await runBoard(order, fixture, bench.clock, surroundings, signal);
};

const accountOf = (bench: Bench, job: RunJob): RunAccount | undefined => {
  const { account: write, clock, station, program } = bench;
  if (write === undefined) return undefined;
  const secrets = (job.identity?.fields ?? [])
    .filter(({ secret }) => secret)
    .map(({ value }) => value);
  return new RunAccount({ ...identityOf(job), station, program }, { clock, write, secrets });
};

/** The end of a run that never touched its board. */
const unstarted = (
  { clock }: Pick<Bench, "clock">,
  { identity }: RunJob,
  verdict: Verdict,
): RunEnd => ({
  endedAt: clock.date().toISOString(),
  recorded: "whole",
  verdict: verdict.outcome,
  failure: "failure" in verdict ? verdict.failure : null,
  ...NOTHING_DONE,
  identity: recordIdentity(identity, NOTHING_BEGUN),
});

/** A verdict that is not durable is no verdict yet; one the journal has already is the only one. */
const keep = async ({ journal, gate, abandon }: Bench, record: RunRecord): Promise<RunRecord> => {
  const write = (): RunRecord =>
    journal.endRun(record) === "refused" ? (journal.record(record.run) ?? record) : record;
  try {
    return await gate.keep(write, abandon);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    const { serial, fixture, verdict } = record;
    throw new Error(
      `${printable(serial)} ended in ${printable(fixture)} as ${verdict}, and that could not be recorded: ${error.message}`,
      { cause: error },
    );
  }
};
