import type { BoardField } from "../run/board-identity.ts";
import type { RunFacts } from "../run/run-facts.ts";
import type { RunRecord, RunStart } from "../run/run-record.ts";
import {
  type ChainPlace,
  hasChain,
  type JournalHead,
  selectHasHead,
  selectHead,
  selectPlaceOf,
} from "./chain-rows.ts";
import { DeliveryLedger } from "./delivery-ledger.ts";
import { HandoverLedger } from "./handover-ledger.ts";
import { insertTarget } from "./handover-rows.ts";
import { type DropAnswer, dropEntries, type IdentityDrop } from "./identity-drops.ts";
import {
  type EntryFilter,
  type IdentityPool,
  selectEntries,
  selectPools,
} from "./identity-entries.ts";
import type {
  IdentityEntry,
  IdentitySettling,
  IdentityStep,
  MacHolder,
  SentEntry,
} from "./identity-entry.ts";
import {
  insertSent,
  insertSettling,
  insertUnsent,
  selectHolder,
  selectSentFields,
  selectTie,
  takeStep,
} from "./identity-events.ts";
import { type IdentityImport, type ImportAnswer, importEntries } from "./identity-import.ts";
import { type ReservationWish, reserveEntry, selectUnserved } from "./identity-reserve.ts";
import { type RunIdentityState, selectRunIdentity } from "./identity-runs.ts";
import type { JournalDatabase } from "./journal-database.ts";
import { JournalError } from "./journal-error.ts";
import { insertSector, type KeptSector, selectSectors } from "./kept-sector.ts";
import {
  type DecisionFilter,
  insertDecision,
  type LineDecision,
  selectDecisions,
  selectLocks,
} from "./line-decision.ts";
import type { BindAnswer, LotBinding } from "./lot-binding.ts";
import { bindLot, selectBinding, selectLots } from "./lot-rows.ts";
import { type MacElsewhere, type MetMac, selectPassedMacs, takeMac } from "./met-board.ts";
import { selectFixtures, selectRecordTexts, selectRunFacts } from "./run-facts-rows.ts";
import type { RunFilter } from "./run-filter.ts";
import {
  type EndAnswer,
  insertEnd,
  insertStart,
  selectOpenRuns,
  selectRecord,
  selectRecords,
  selectStart,
} from "./run-rows.ts";
import { SentRuns } from "./sent-runs.ts";
import {
  type IdentityHappening,
  type LotOfSerial,
  type RunOfBoard,
  selectHappenings,
  selectLotsOf,
  selectRunsWithMac,
} from "./serial-rows.ts";
import { type SharedMac, type SharedMacFilter, selectSharedMacs } from "./shared-macs.ts";

/**
 * What happened to every board, append-only: the truth of design.md section 4. Calls are synchronous
 * and durable at return; every one throws `JournalError`. `openJournal` makes it.
 */
export class Journal implements Disposable {
  /** What became of the records outside. */
  readonly delivery: DeliveryLedger;
  /** Records on their way from a worker's journal to the line's. */
  readonly handover: HandoverLedger;
  /** Runs as they are given out. */
  readonly sent: SentRuns;
  readonly #database: JournalDatabase;

  /** Takes over the open file. */
  constructor(database: JournalDatabase) {
    this.#database = database;
    this.delivery = new DeliveryLedger(database);
    this.handover = new HandoverLedger(database);
    this.sent = new SentRuns(database);
  }

  /** Whether its rows are chained: those of an older program's journal that is only read are not. */
  isChained(): boolean {
    return hasChain(this.#database);
  }

  /** Which journal it is, and where its chain ends now. Throws `JournalError` where it has no chain. */
  head(): JournalHead {
    const head = selectHead(this.#database);
    if (head !== undefined) return head;
    throw new JournalError("The journal has no chain: an older program wrote it.");
  }

  /** Whether all rows up to this head are in it, as they were then. */
  hasHead(head: JournalHead): boolean {
    return selectHasHead(this.#database, head);
  }

  /** The place in the chain of a run's end; undefined if it has none. */
  placeOf(run: string): ChainPlace | undefined {
    return selectPlaceOf(this.#database, run);
  }

  /**
   * To be called before power moves. A run id that ever started, or must never start, is refused with
   * `JournalError`. `target`: id of the other journal that the run is done for, if it is.
   */
  startRun(start: RunStart, target?: string): void {
    this.#database.atomically(() => {
      if (this.sent.isForbidden(start.run)) throw new JournalError("The run was called off.");
      insertStart(this.#database, start);
      if (target !== undefined) insertTarget(this.#database, start.run, target);
    });
  }

  /**
   * To be called before the job is acknowledged. The same record again changes nothing, another end
   * of the same run is refused; a record of another host brings its start with it.
   */
  endRun(record: RunRecord): EndAnswer {
    return insertEnd(this.#database, record);
  }

  /** How a run started, ended or not. */
  startOf(run: string): RunStart | undefined {
    return selectStart(this.#database, run);
  }

  /** The record of an ended run: the first question of every job. */
  record(run: string): RunRecord | undefined {
    return selectRecord(this.#database, run);
  }

  /** Ended runs in order of start. */
  records(filter: RunFilter = {}): readonly RunRecord[] {
    return selectRecords(this.#database, filter);
  }

  /**
   * What figures are made from: all runs, ended or not, of every board that has one that fits the
   * filter; in order of start.
   */
  runFacts(filter: RunFilter = {}): readonly RunFacts[] {
    return selectRunFacts(this.#database, filter);
  }

  /** The records of ended runs as JSON, in the order of the ids given; read piece by piece. */
  recordTexts(runs: readonly string[]): Iterable<string> {
    return selectRecordTexts(this.#database, runs);
  }

  /** Every fixture that ever had a run, by name. */
  fixtures(): readonly string[] {
    return selectFixtures(this.#database);
  }

  /** Runs that started and have no end, in order of start. */
  openRuns(filter: RunFilter = {}): readonly RunStart[] {
    return selectOpenRuns(this.#database, filter);
  }

  /** To be called before data worth keeping (calibration) is erased. The run must have started. */
  keepSector(sector: KeptSector): void {
    insertSector(this.#database, sector);
  }

  /** Every sector saved of a serial, oldest first. */
  keptSectors(serial: string): readonly KeptSector[] {
    return selectSectors(this.#database, serial);
  }

  /** Binds a lot to its recipes and images; further sittings must name the same, and may add serials. */
  bindLot(binding: LotBinding): BindAnswer {
    return bindLot(this.#database, binding);
  }

  /** What a lot is bound to. */
  lotBinding(lot: string): LotBinding | undefined {
    return selectBinding(this.#database, lot);
  }

  /** Every lot ever bound or run, oldest first. */
  lots(): readonly string[] {
    return selectLots(this.#database);
  }

  /** The serial, other than `exceptSerial`, that passed with this MAC (12 hex digits) in the lot; null: in any. */
  passWithMac(lot: string | null, mac: string, exceptSerial = ""): string | undefined {
    const row = this.#database.first(
      `SELECT s.serial FROM run_ended e JOIN run_started s ON s.run = e.run
       WHERE e.verdict = 'pass' AND e.mac = :mac AND (:lot IS NULL OR s.lot = :lot) AND s.serial <> :exceptSerial
       ORDER BY s.started_at, s.run LIMIT 1`,
      { lot, mac, exceptSerial },
    );
    return row && this.#database.text(row, "serial");
  }

  /** MACs with which several serials of one lot passed. */
  sharedMacs(filter: SharedMacFilter): readonly SharedMac[] {
    return selectSharedMacs(this.#database, filter);
  }

  /**
   * To be called before the first erase: which board a run, which must have started, has met. Where
   * another serial of its lot has that MAC nothing is noted, and that serial returned.
   */
  meetBoard(met: MetMac): MacElsewhere | undefined {
    return takeMac(this.#database, met);
  }

  /** The MACs of the boards on which a serial passed, in any lot, by other runs than `run`. */
  passedMacs(serial: string, run: string): readonly string[] {
    return selectPassedMacs(this.#database, serial, run);
  }

  /** The lots a serial was ordered or run in, oldest first. */
  lotsOf(serial: string): readonly LotOfSerial[] {
    return selectLotsOf(this.#database, serial);
  }

  /** Ended runs, in order of start, of boards that were found with this MAC (12 hex digits) under other serials. */
  runsWithMac(mac: string, exceptSerial: string): readonly RunOfBoard[] {
    return selectRunsWithMac(this.#database, mac, exceptSerial);
  }

  /** All that happened to a serial's identities, oldest first. */
  identityHappenings(serial: string): readonly IdentityHappening[] {
    return selectHappenings(this.#database, serial);
  }

  /** Brings entries into a pool: all that are new, or none if one has what is another's. */
  importIdentities(given: IdentityImport): ImportAnswer {
    return importEntries(this.#database, given);
  }

  /** Takes free values back, all that are named or none: they may come in again, corrected. */
  dropIdentities(drop: IdentityDrop): DropAnswer {
    return dropEntries(this.#database, drop);
  }

  /** All that `work` writes, or nothing of it where it throws. Inside it no one may wait for anything. */
  atomically<T>(work: () => T): T {
    return this.#database.atomically(work);
  }

  /** All pools, by name. */
  identityPools(): readonly IdentityPool[] {
    return selectPools(this.#database);
  }

  /** Entries in the order they were imported. */
  identityEntries(filter: EntryFilter = {}): readonly IdentityEntry[] {
    return selectEntries(this.#database, filter);
  }

  /** Those of the serials that would need one of the pool's free entries. */
  serialsWithoutIdentity(pool: string, serials: readonly string[]): readonly string[] {
    return selectUnserved(this.#database, pool, serials);
  }

  /** The entry that is the serial's own for ever; undefined where the pool has none left. */
  reserveIdentity(wish: ReservationWish): IdentityEntry | undefined {
    return reserveEntry(this.#database, wish);
  }

  /** To be called before a job with an entry is sent. */
  noteSent(sent: SentEntry): void {
    insertSent(this.#database, sent);
  }

  /** Its worker surely did nothing with the job. */
  noteUnsent(sent: Pick<SentEntry, "entry" | "serial" | "run" | "at">): void {
    insertUnsent(this.#database, sent);
  }

  /** What the last run with the entry was to write, and where; none if there was no run. */
  sentFields(entry: string): readonly BoardField[] {
    return selectSentFields(this.#database, entry);
  }

  /** What a run was given for its board, and how far that surely came; undefined if it was given nothing. */
  identityOfRun(run: string): RunIdentityState | undefined {
    return selectRunIdentity(this.#database, run);
  }

  /** Takes down what was found out, or decided, of an entry beside its runs. */
  settleIdentity(settling: IdentitySettling): void {
    insertSettling(this.#database, settling);
  }

  /**
   * To be called before the next byte of an identity is sent: what a run does with its entry. Where
   * that is on another board already nothing is noted, and that one's MAC returned.
   */
  noteIdentity(step: IdentityStep): string | undefined {
    return takeStep(this.#database, step);
  }

  /** Who else has the MAC (12 hex digits): a board that bears it is not `exceptSerial`'s. */
  holderOfMac(mac: string, exceptSerial: string): MacHolder | undefined {
    return selectHolder(this.#database, mac, exceptSerial);
  }

  /** The MAC that the one board which may bear the entry had at first; null if none was ever noted here. */
  identityTie(entry: string): string | null {
    return selectTie(this.#database, entry);
  }

  /** What is at the path of the open file: that file, none, or another one. */
  place(): "same" | "none" | "other" {
    return this.#database.place();
  }

  /** Opens what is at its path now, in place of what was opened there. */
  renew(): void {
    this.#database.renew();
  }

  /** Writes durably, and changes nothing: whether a record could be written now. Waits for no other program. */
  tryWriting(): void {
    this.#database.tryWriting();
  }

  /** To be called when a fixture is locked or unlocked, a line paused, resumed or closed. */
  noteDecision(decision: LineDecision): void {
    insertDecision(this.#database, decision);
  }

  /** Such decisions in the order they were taken. */
  decisions(filter: DecisionFilter = {}): readonly LineDecision[] {
    return selectDecisions(this.#database, filter);
  }

  /** The locks of fixtures, by jig and name, that nobody has lifted since. */
  standingLocks(): readonly LineDecision[] {
    return selectLocks(this.#database);
  }

  /** Closes the file. */
  close(): void {
    this.#database.close();
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.close();
  }
}
