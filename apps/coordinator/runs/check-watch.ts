import type { Clock } from "../../../libs/clock/clock.ts";
import { checkThat, showsAsWanted } from "../../../libs/lot/fixture-check.ts";
import type { FixtureCheck } from "../../../libs/lot/lot-plan.ts";
import { leftToShow, type ShownTimes } from "../../../libs/lot/past-checks.ts";
import type { ShiftCheck } from "../../../libs/recipe/shift-check.ts";
import { isCheck } from "../../../libs/run/purpose.ts";
import type { RunRecord } from "../../../libs/run/run-record.ts";
import type { FixtureProof } from "../records/read-proofs.ts";

/** Keeps how old each fixture's proof is, and tells of one that has become too old. */
export class CheckWatch implements Disposable {
  /** What each fixture has to show when the lot begins. */
  readonly checks: ReadonlyMap<string, FixtureCheck>;
  readonly #asked = new Map<string, ShiftCheck>();
  readonly #shown = new Map<string, ShownTimes>();
  readonly #timers = new Map<string, Disposable>();
  readonly #clock: Clock;
  readonly #onDue: (fixture: string) => void;

  constructor(
    proofs: readonly FixtureProof[],
    { clock, onDue }: { readonly clock: Clock; readonly onDue: (fixture: string) => void },
  ) {
    this.#clock = clock;
    this.#onDue = onDue;
    this.checks = new Map(proofs.map((proof) => [proof.fixture, this.join(proof)]));
  }

  /** One more fixture has to prove itself; returns what it has to show yet. */
  join({ fixture, check, shown }: FixtureProof): FixtureCheck {
    this.#asked.set(fixture, check);
    this.#shown.set(fixture, shown);
    const { everyMs, ...boards } = check;
    const left = leftToShow(shown, everyMs, this.#clock.date().getTime());
    if (left.length === 0) this.proven(fixture);
    return checkThat(boards, left);
  }

  /** A run has ended: a check board's may be a part of its fixture's proof. */
  hear({ fixture, purpose, startedAt, endedAt, verdict, failure }: RunRecord): void {
    const boards = this.#asked.get(fixture);
    if (boards === undefined || !isCheck(purpose)) return;
    if (!showsAsWanted({ outcome: verdict, failure }, purpose, boards)) return;
    const shown = new Map(this.#shown.get(fixture));
    // The host that ran it may have another clock: one hours behind would ask for check boards without end.
    const agoMs = Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
    this.#shown.set(fixture, shown.set(purpose, this.#clock.date().getTime() - agoMs));
  }

  /** The fixture has shown all: from now on its proof becomes older. */
  proven(fixture: string): void {
    const oldest = Math.min(...(this.#shown.get(fixture)?.values() ?? []));
    const everyMs = this.#asked.get(fixture)?.everyMs ?? 0;
    const wantedMs = oldest + everyMs - this.#clock.date().getTime();
    // The clock may have been set back since.
    const leftMs = Math.min(everyMs, Math.max(0, wantedMs));
    this.#timers.get(fixture)?.[Symbol.dispose]();
    this.#timers.set(
      fixture,
      this.#clock.after(leftMs, () => this.#onDue(fixture)),
    );
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
  }
}
