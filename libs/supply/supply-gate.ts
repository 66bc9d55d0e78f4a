import { NameTakenError } from "../claims/name-taken-error.ts";
import { takeAnyBaton } from "../claims/take-any-baton.ts";
import type { Baton, BatonWait } from "../claims/take-baton.ts";
import type { Clock } from "../clock/clock.ts";
import { printable } from "../failure/printable.ts";
import { StepError } from "../failure/step-error.ts";
import type { SupplyPlan } from "../jig/supply-plan.ts";
import { PowerTurn } from "./power-turn.ts";

/** Beyond all turns before it: a process that does not run for a while, a clock that jumps. */
const SPARE_MS = 10_000;

/** Where batons come from: whichever of the names is given back first. Rejects as `takeAnyBaton`. */
export type TakeBaton = (names: readonly string[], wait: BatonWait) => Promise<Baton>;

/** What a gate needs besides its supply's plan. */
export interface GateParts {
  /** Id of the nest whose board powers up. */
  readonly fixture: string;
  readonly clock: Clock;
  /** Those of this machine, shared by all its processes, unless others take their place. */
  readonly takeBaton?: TakeBaton;
}

/**
 * Where a nest waits until its supply can take one more board: one turn for all nests of the supply,
 * and as many slots as may be powering up together. Only who has the turn looks for a slot.
 */
export class SupplyGate {
  readonly #plan: SupplyPlan;
  readonly #parts: Required<GateParts>;
  #gapMs: number;

  constructor(plan: SupplyPlan, { fixture, clock, takeBaton = takeAnyBaton }: GateParts) {
    this.#plan = plan;
    this.#parts = { fixture, clock, takeBaton };
    this.#gapMs = plan.gapMs;
  }

  /** Without power before a board comes on again at least, in ms. */
  get minOffMs(): number {
    return this.#plan.minOffMs ?? 0;
  }

  /** From now on boards wait at least `gapMs` after this one; the plan's own gap is the least. */
  keepGap(gapMs: number): void {
    this.#gapMs = Math.max(this.#plan.gapMs, gapMs);
  }

  /**
   * Waits for this nest's turn. Rejects with the signal's reason when it is aborted.
   * @throws StepError (`relay-failed`) when others hold theirs for longer than any may.
   */
  async awaitTurn(signal: AbortSignal): Promise<PowerTurn> {
    const { key, atOnce, maxHoldMs } = this.#plan;
    const { clock } = this.#parts;
    const slots = Array.from({ length: atOnce }, (_, index) => `${key}, slot ${index}`);
    const held = new AsyncDisposableStack();
    try {
      const turn = held.use(await this.#take([`${key}, turn`], signal));
      // Whoever had it before may have died in the midst of a power-up.
      if (turn.before === "vanished") await clock.sleep(this.#gapMs, signal);
      const slot = held.use(await this.#take(slots, signal));
      signal.throwIfAborted();
      held.move();
      return new PowerTurn(clock, { gapMs: this.#gapMs, maxHoldMs }, { turn, slot });
    } catch (error) {
      await held.disposeAsync();
      throw error;
    }
  }

  async #take(names: readonly string[], signal: AbortSignal): Promise<Baton> {
    const { name, fixtures, maxHoldMs } = this.#plan;
    // Of each before it: its wait for a slot and its relay, both at their limits, and the gap.
    const limitMs = fixtures.length * (2 * maxHoldMs + this.#gapMs) + SPARE_MS;
    const { fixture, takeBaton } = this.#parts;
    try {
      return await takeBaton(names, { owner: fixture, limitMs, signal });
    } catch (error) {
      if (!(error instanceof NameTakenError)) throw error;
      const seconds = Math.round(limitMs / 1000);
      const reason = `no turn to power up within ${seconds} s, ${printable(error.owner)} keeps it: see whether that process hangs`;
      throw new StepError(
        { code: "relay-failed", control: `supply ${name}`, reason },
        { cause: error },
      );
    }
  }
}
