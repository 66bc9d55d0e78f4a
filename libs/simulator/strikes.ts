import type { Fault } from "./fault.ts";

/** A fault that counts something. */
type CountedFault = Extract<Fault, { readonly nth: number | "every" }>;

/** The counted fault of one name. */
type CountedFaultOf<Name extends CountedFault["kind"]> = CountedFault & { readonly kind: Name };

/** Counts, in one life of a chip, what its faults wait for. */
export class Strikes {
  readonly #faults: readonly Fault[];
  /** Faults that strike once in the board's life and have done so. */
  readonly #spent: Set<Fault>;
  readonly #counts = new Map<Fault, number>();

  /** `spent` belongs to the board and outlives the chip's starts. */
  constructor(faults: readonly Fault[], spent: Set<Fault>) {
    this.#faults = faults;
    this.#spent = spent;
  }

  /**
   * What faults of this name count has happened once more: the one that strikes now, if any.
   * `counts` tells whether it is of the kind that a fault counts.
   */
  next<Name extends CountedFault["kind"]>(
    name: Name,
    counts: (fault: CountedFaultOf<Name>) => boolean = () => true,
  ): CountedFaultOf<Name> | undefined {
    let striking: CountedFaultOf<Name> | undefined;
    for (const fault of this.#faults) {
      if (!isCounted(fault, name) || !counts(fault)) continue;
      const count = (this.#counts.get(fault) ?? 0) + 1;
      this.#counts.set(fault, count);
      if ((fault.nth === "every" || fault.nth === count) && this.spend(fault)) striking ??= fault;
    }
    return striking;
  }

  /** Whether the fault may strike now: one of `once` may a single time. */
  spend(fault: Fault): boolean {
    if (this.#spent.has(fault)) return false;
    if ("once" in fault) this.#spent.add(fault);
    return true;
  }
}

const isCounted = <Name extends CountedFault["kind"]>(
  fault: Fault,
  name: Name,
): fault is CountedFaultOf<Name> => fault.kind === name;
