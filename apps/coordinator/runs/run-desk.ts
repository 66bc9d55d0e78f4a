import {
  BEGAN_BEFORE,
  FIXTURE_BUSY,
  type JobAnswer,
  WORKER_STOPPING,
  type WorkerHello,
} from "../../../libs/dispatch/messages.ts";
import type { JournalTrouble } from "../../../libs/failure/journal-trouble.ts";
import type { JournalGate } from "../../../libs/journal/journal-gate.ts";
import type { LotInput } from "../../../libs/lot/lot-input.ts";
import type { LotPlan } from "../../../libs/lot/lot-plan.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import type { IdentityDesk } from "../identities/identity-desk.ts";
import type { LotJournal } from "../records/lot-journal.ts";
import type { LotParts } from "../records/lot-parts.ts";
import { BoardFeeder } from "./board-feeder.ts";
import { sendPatiently } from "./send-patiently.ts";
import type { BoardTurn, RunOrder, WorkOrders } from "./work-orders.ts";

/** Who hears what becomes of the runs, and knows how the lot stands. */
export interface RunDeskListener {
  readonly plan: () => LotPlan;
  readonly onInput: (input: LotInput) => void;
  /** A run's record, once for each run that was sent. */
  readonly onRecord: (record: RunRecord) => void;
  /** What the next boards would get is not what the first ones got. */
  readonly onChange: (why: string) => void;
  readonly onTrouble: (text: string, fixture: string) => void;
  /** A worker's journal takes no run now: told before the input of the plan. */
  readonly onUnrecordable: (worker: string, trouble: JournalTrouble) => void;
  /** A fixture is at work on another's run: told before the input of the plan. */
  readonly onBusy: (fixture: string) => void;
}

/** What it works with besides. */
export interface RunDeskParts {
  readonly lot: LotParts;
  readonly orders: WorkOrders;
  readonly identities: IdentityDesk;
  readonly journal: LotJournal;
  readonly gate: Pick<JournalGate, "look" | "note">;
}

/** Sends the runs the plan has decided on to their workers, and takes each one's answer once. */
export class RunDesk {
  readonly #parts: RunDeskParts;
  readonly #listener: RunDeskListener;
  readonly #feeder: BoardFeeder;
  /** Boards whose runs the plan has decided on and that are not sent yet, by fixture. */
  readonly #unsent = new Map<string, BoardTurn>();
  /** Runs that were sent and not yet answered. */
  readonly #sent = new Map<string, RunOrder>();
  /** Those of them whose simulated board is on its way to the nest: nobody gets their job before it lies there. */
  readonly #loading = new Set<string>();

  constructor(parts: RunDeskParts, listener: RunDeskListener) {
    this.#parts = parts;
    this.#listener = listener;
    this.#feeder = new BoardFeeder(parts.lot.line.virtual, parts.lot.prepared, (serial) =>
      listener.plan().queue.includes(serial),
    );
  }

  /** Whether the run was sent and has not ended. */
  has(run: string): boolean {
    return this.#sent.has(run);
  }

  /** Has the board run; what comes of it, be it that it does not run, is an input of the plan. */
  async start(turn: BoardTurn): Promise<void> {
    const { fixture, serial } = turn;
    const { orders, gate } = this.#parts;
    const { plan, onInput, onChange, onTrouble } = this.#listener;
    this.#unsent.set(fixture, turn);
    const change = await orders.findChange(fixture);
    if (this.#unsent.get(fixture) !== turn) return;
    this.#unsent.delete(fixture);
    if (change !== undefined) onChange(change);
    if (plan().closed) {
      onInput({ kind: "run-withheld", fixture, serial });
      return;
    }
    // Nothing is sent that could not be taken down here.
    const order = gate.look() === null ? orders.write(turn) : ({ kind: "held" } as const);
    switch (order.kind) {
      case "unwritten":
        gate.note(order.error);
        onInput({ kind: "run-held", fixture, serial });
        return;
      case "held":
        onInput({ kind: "run-held", fixture, serial });
        return;
      case "unserved":
        onInput({ kind: "run-refused", fixture, serial });
        return;
      case "copied":
        onTrouble(`${fixture} is not used. ${order.why}`, fixture);
        onInput({ kind: "run-refused", fixture, serial });
        return;
      case "lacking":
        onTrouble(`${serial} is not run: ${order.why}`, fixture);
        onInput({ kind: "run-skipped", fixture, serial });
        return;
      case "order":
        await this.#send(order);
    }
  }

  /** What a worker says of a run. An answer to a run that was answered already means nothing. */
  answered(answer: JobAnswer): void {
    if (answer.kind === "refused") this.#refused(answer.run, answer.reason, answer);
    else this.#recorded(answer.record);
  }

  /** Redis may have lost the jobs on their way, or their answers: a worker that has them answers again, and runs none twice. */
  async sendAgain(): Promise<void> {
    const { dispatch, crew } = this.#parts.lot.line;
    for (const order of [...this.#sent.values()]) {
      const { worker, job } = order;
      // Another worker may have its fixture by now, or none: whoever comes back is sent it then.
      if (this.#sent.get(job.run) !== order || this.#loading.has(job.run)) continue;
      if (crew.serverOf(job.fixture)?.worker !== worker) continue;
      // One that cannot be sent now was sent before, or still is being sent.
      await dispatch.send(worker, job).catch(() => undefined);
    }
  }

  /** Takes the records that are in the journal already, while no answer can come: those of this host. */
  settleAll(): void {
    for (const worker of new Set([...this.#sent.values()].map((run) => run.worker))) {
      this.settle(worker);
    }
  }

  /** Whether a run is open in the fixture that the worker can tell of: it writes the journal of the one that had it. */
  keptBy({ journal }: Pick<WorkerHello, "journal">, fixture: string): boolean {
    return this.#openIn(fixture).some((order) => order.journal === journal);
  }

  /**
   * A worker serves the fixture again: it is sent what was sent to the one before. It looks into its journal
   * first: what was run is answered, what is running is awaited, what never began is begun.
   */
  resume({ worker, journal }: Pick<WorkerHello, "worker" | "journal">, fixture: string): void {
    for (const { job } of this.#openIn(fixture).filter((order) => order.journal === journal)) {
      const record = this.#parts.journal.recordOf(job.run);
      if (record !== undefined) this.#recorded(record);
      else if (this.#loading.has(job.run)) this.#sent.set(job.run, { job, worker, journal });
      else void this.#deliver({ job, worker, journal });
    }
  }

  /** Takes the records of a worker that cannot hand them in any more. */
  settle(worker: string): void {
    for (const sent of [...this.#sent.values()].filter((run) => run.worker === worker)) {
      const record = this.#parts.journal.recordOf(sent.job.run);
      if (record !== undefined) this.#recorded(record);
    }
  }

  /** The line was stopped: what was not sent yet never is. */
  withhold(): void {
    const unsent = [...this.#unsent.values()];
    this.#unsent.clear();
    for (const { fixture, serial } of unsent) {
      this.#listener.onInput({ kind: "run-withheld", fixture, serial });
    }
  }

  /** The line was stopped and the worker has ended: what it had not begun by its journal, which is this one, it never will. */
  withdraw(worker: string): void {
    const { journal, identities, lot } = this.#parts;
    for (const sent of [...this.#sent.values()].filter((run) => run.worker === worker)) {
      const { run, fixture, serial } = sent.job;
      if (sent.journal !== lot.journalPlace || journal.isBegun(run) !== false) continue;
      this.#sent.delete(run);
      identities.recall(sent.job);
      journal.letGo(run);
      this.#listener.onInput({ kind: "run-withheld", fixture, serial });
    }
  }

  async #send(order: RunOrder): Promise<void> {
    const { run, fixture, serial, purpose = "product" } = order.job;
    this.#sent.set(run, order);
    this.#loading.add(run);
    try {
      await this.#feeder.load(fixture, serial, purpose);
    } catch (error) {
      this.#refused(run, error instanceof Error ? error.message : String(error));
      return;
    } finally {
      this.#loading.delete(run);
    }
    // Its fixture may be another worker's by now.
    const current = this.#sent.get(run);
    if (current !== undefined) await this.#deliver(current);
  }

  async #deliver(order: RunOrder): Promise<void> {
    const { job, worker } = order;
    const { run, fixture, serial } = job;
    const { lot, identities } = this.#parts;
    const { plan, onInput, onTrouble } = this.#listener;
    this.#sent.set(run, order);
    const isIts = (): boolean => this.#sent.get(run) === order;
    const sending = await sendPatiently(worker, job, {
      dispatch: lot.line.dispatch,
      isWanted: () => isIts() && isAtWork(plan(), fixture, serial),
      isStopped: () => plan().stopped,
    });
    if (!isIts()) return;
    if (sending.kind === "unsent") {
      this.#sent.delete(run);
      identities.recall(job);
      this.#parts.journal.letGo(run);
      onInput({ kind: "run-withheld", fixture, serial });
    }
    if (sending.kind === "refused") this.#refused(run, sending.reason, { job: "perhaps-taken" });
    if (sending.kind === "failed") {
      onTrouble(`${serial} could not be sent to ${fixture}: ${sending.reason}`, fixture);
      onInput({ kind: "fixture-lost", fixture });
    }
  }

  #openIn(fixture: string): readonly RunOrder[] {
    return [...this.#sent.values()].filter(({ job }) => job.fixture === fixture);
  }

  #refused(run: string, reason: string, { trouble, job = "not-taken" }: Refusal = {}): void {
    const sent = this.#sent.get(run);
    if (sent === undefined) return;
    const { fixture, serial } = sent.job;
    if (reason === BEGAN_BEFORE) {
      // Its record may come yet. Nobody else gets a board that may have been at work.
      if (!isAtWork(this.#listener.plan(), fixture, serial)) return;
      this.#listener.onTrouble(
        `How the run of ${serial} in ${fixture} ended is not known`,
        fixture,
      );
      this.#listener.onInput({ kind: "fixture-lost", fixture });
      return;
    }
    this.#sent.delete(run);
    this.#parts.identities.recall(sent.job);
    // Who asks for it in the next sitting finds out.
    if (job === "not-taken") this.#parts.journal.letGo(run);
    if (reason === FIXTURE_BUSY) {
      this.#listener.onBusy(fixture);
      // Whose board lies there is not known: it is asked for again.
      this.#listener.onInput({ kind: "run-withheld", fixture, serial });
      return;
    }
    if (trouble !== undefined) {
      this.#listener.onUnrecordable(sent.worker, trouble);
      this.#listener.onInput({ kind: "run-held", fixture, serial });
      return;
    }
    if (reason === WORKER_STOPPING) {
      if (!this.#listener.plan().stopped) {
        this.#listener.onInput({ kind: "fixture-unserved", fixture });
      }
      this.#listener.onInput({ kind: "run-withheld", fixture, serial });
      return;
    }
    this.#listener.onTrouble(`${serial} was not run in ${fixture}: ${reason}`, fixture);
    this.#listener.onInput({ kind: "run-refused", fixture, serial });
  }

  #recorded(record: RunRecord): void {
    if (this.#sent.delete(record.run)) this.#listener.onRecord(record);
  }
}

/** A job that was not done: what troubles the worker, and whether it may have been taken all the same. */
interface Refusal {
  readonly trouble?: JournalTrouble;
  readonly job?: "not-taken" | "perhaps-taken";
}

const isAtWork = (plan: LotPlan, fixture: string, serial: string): boolean => {
  const nest = plan.nests.get(fixture);
  return nest?.kind === "running" && nest.serial === serial;
};
