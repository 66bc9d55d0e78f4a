import type { NestFacts, WorkerHello } from "../../../libs/dispatch/messages.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { JournalError } from "../../../libs/journal/journal-error.ts";
import type { JournalGate } from "../../../libs/journal/journal-gate.ts";
import type { LotInput } from "../../../libs/lot/lot-input.ts";
import type { LotPlan } from "../../../libs/lot/lot-plan.ts";
import type { LineHappening } from "../../../libs/station/station-event.ts";
import type { PreparedLot } from "../prepare/prepare-lot.ts";
import { fixtureOf } from "../prepare/prepare-policy.ts";
import { announceLocks, type JigLocks } from "../records/read-locks.ts";
import { type FixtureProof, readProofs } from "../records/read-proofs.ts";
import type { CheckWatch } from "../runs/check-watch.ts";
import type { SupplyWatch } from "../runs/supply-watch.ts";

/** What it works with. */
export interface JoinDeskParts {
  readonly prepared: PreparedLot;
  readonly journal: Journal;
  readonly gate: Pick<JournalGate, "note">;
  /** Of earlier sittings, on all jigs. */
  readonly locks: JigLocks;
  readonly checks: Pick<CheckWatch, "join">;
  readonly supplies: Pick<SupplyWatch, "join">;
  readonly plan: () => LotPlan;
  readonly input: (input: LotInput) => void;
  readonly tell: (happening: LineHappening) => void;
}

/** Takes fixtures into a lot that has no jig, as the line's stations come with them. A lot on a jig has all it will have. */
export class JoinDesk {
  readonly #parts: JoinDeskParts;

  constructor(parts: JoinDeskParts) {
    this.#parts = parts;
  }

  /** A worker serves fixtures of the line: those that are new to the lot join it. */
  meet(hello: WorkerHello): void {
    const { joining } = this.#parts.prepared;
    const { plan } = this.#parts;
    if (joining === undefined || plan().joining === "closed") return;
    for (const nest of hello.jigFacts?.nests ?? []) {
      const isNew = hello.fixtures.includes(nest.fixture) && !plan().nests.has(nest.fixture);
      if (isNew && !plan().finished) this.#join(hello, nest);
    }
  }

  #join(hello: WorkerHello, nest: NestFacts): void {
    const { prepared, locks, checks, supplies, input, tell } = this.#parts;
    const { station, jig, jigFacts } = hello;
    const { fixture: id, supply } = nest;
    const trigger = jigFacts?.trigger ?? prepared.jig.trigger;
    tell({ kind: "fixture-joined", fixture: id, station, jig, trigger });
    const lock = locks.get(jig)?.get(id);
    for (const locked of announceLocks(new Map(lock && [[id, lock]]))) tell(locked);
    if (supply !== null) supplies.join(id, { ...supply, owner: `${station} ${jig}` });
    const proof = this.#proofOf(hello, nest);
    input({
      kind: "fixture-found",
      fixture: { ...fixtureOf(id, prepared.recipes), trigger },
      ...(proof !== undefined && { check: checks.join(proof) }),
      ...(lock !== undefined && { lock }),
    });
  }

  /** What cannot be read was not shown. */
  #proofOf({ station }: WorkerHello, { fixture, port }: NestFacts): FixtureProof | undefined {
    const { prepared, journal, gate } = this.#parts;
    const served = { station, fixtures: [fixture], ports: new Map([[fixture, port]]) };
    try {
      return readProofs(journal, prepared, [served], new Date())[0];
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      gate.note(error);
      const check = prepared.recipes.get(fixture)?.shiftCheck;
      return check && { fixture, check, shown: new Map() };
    }
  }
}
