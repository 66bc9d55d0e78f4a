import type { VirtualFixture } from "../jig/jig.ts";

/** The relays of simulated nests and the boards that they feed, as the nests' wiring has them. */
export class RelayWires {
  readonly #fed: ReadonlyMap<string, readonly string[]>;
  readonly #stuck: ReadonlySet<string>;
  readonly #on = new Set<string>();

  constructor(fixtures: readonly VirtualFixture[]) {
    this.#fed = new Map(fixtures.map((fixture) => [fixture.id, boardsOf(fixture)]));
    const isStuck = ({ virtual }: VirtualFixture): boolean => virtual.wiring?.relay === "stuck";
    this.#stuck = new Set(fixtures.filter(isStuck).map(({ id }) => id));
  }

  /** Ids of the nests whose boards a nest's relay feeds. */
  fedBy(relay: string): readonly string[] {
    return this.#fed.get(relay) ?? [];
  }

  /** Moves a relay; what its boards have of it is another matter. */
  move(relay: string, to: "on" | "off"): void {
    if (to === "on") this.#on.add(relay);
    else this.#on.delete(relay);
  }

  /** Whether a nest's board has power by any relay. */
  isFed(board: string): boolean {
    return [...this.#fed].some(
      ([relay, boards]) =>
        boards.includes(board) && (this.#on.has(relay) || this.#stuck.has(relay)),
    );
  }
}

const boardsOf = ({ id, virtual }: VirtualFixture): readonly string[] => {
  const relay = virtual.wiring?.relay;
  if (relay === "dead") return [];
  return typeof relay === "object" ? relay : [id];
};

/** The virtual nests that a nest's relay or board has to do with, itself among them. */
export const wiredTogether = (
  fixtures: readonly VirtualFixture[],
  id: string,
): readonly VirtualFixture[] => {
  const together = new Set([id]);
  for (let known = 0; known < together.size; ) {
    known = together.size;
    for (const fixture of fixtures) {
      const all = [fixture.id, ...boardsOf(fixture)];
      if (all.some((one) => together.has(one))) for (const one of all) together.add(one);
    }
  }
  return fixtures.filter((fixture) => together.has(fixture.id));
};
