import type { ParticularBoard } from "../../libs/simulator/particular-board.ts";
import type { RelayWires } from "../../libs/simulator/relay-wires.ts";
import type { VirtualBoard } from "../../libs/simulator/virtual-board.ts";
import type { BoardState, VirtualNest } from "../../libs/simulator/virtual-nest.ts";

/** The simulated nests of a jig and the relays that feed them. What is done to one nest takes turns. */
export class NestBench {
  readonly #turns: ReadonlyMap<string, Turns>;
  readonly #relays: RelayWires;
  /** Boards that lie beside the nests, by name. */
  readonly #shelf = new Map<string, VirtualBoard>();

  constructor(nests: readonly VirtualNest[], relays: RelayWires) {
    this.#turns = new Map(nests.map((nest) => [nest.id, new Turns(nest)]));
    this.#relays = relays;
  }

  /** Ids of the nests, as in the jig. */
  get ids(): readonly string[] {
    return [...this.#turns.keys()];
  }

  /** Rejects with an `Error`, as all these do, for a nest that is not there. */
  async state(id: string): Promise<BoardState> {
    return await this.#nest(id).take(({ state }) => state);
  }

  /** Puts another board in, or that one. */
  async load(id: string, board?: ParticularBoard): Promise<void> {
    await this.#nest(id).take(async (nest) => {
      this.#relays.move(nest.id, "off");
      await nest.load(board);
      if (this.#relays.isFed(nest.id)) nest.powerOn();
    });
  }

  /** Takes a nest's board out as it is and keeps it under the name, faults and flash and all; a fresh one is in the nest. */
  async shelve(id: string, name: string): Promise<void> {
    await this.#nest(id).take(async (nest) => {
      this.#relays.move(nest.id, "off");
      this.#shelf.set(name, await nest.takeOut());
    });
  }

  /** Puts the board that was kept under the name in. */
  async loadShelved(id: string, name: string): Promise<void> {
    await this.#nest(id).take(async (nest) => {
      const board = this.#shelf.get(name);
      if (board === undefined) throw new Error(`No board is kept as ${JSON.stringify(name)}.`);
      this.#shelf.delete(name);
      this.#relays.move(nest.id, "off");
      await nest.putIn(board);
      if (this.#relays.isFed(nest.id)) nest.powerOn();
    });
  }

  /** Moves a nest's relay; resolves when the boards it feeds have or have no power. */
  async switchPower(id: string, to: "on" | "off"): Promise<void> {
    this.#nest(id);
    this.#relays.move(id, to);
    // Each board in its own turn: relays may be wired to each other's boards.
    const fed = this.#relays.fedBy(id).flatMap((board) => this.#turns.get(board) ?? []);
    await Promise.all(fed.map((board) => board.take((nest) => this.#supply(nest))));
  }

  async #supply(nest: VirtualNest): Promise<void> {
    if (this.#relays.isFed(nest.id)) nest.powerOn();
    else await nest.powerOff();
  }

  #nest(id: string): Turns {
    const nest = this.#turns.get(id);
    if (nest === undefined)
      throw new Error(`No board ${JSON.stringify(id)}. There are: ${this.ids}.`);
    return nest;
  }
}

/** A nest that does one thing after the other. */
class Turns {
  readonly #nest: VirtualNest;
  #last: Promise<unknown> = Promise.resolve();

  constructor(nest: VirtualNest) {
    this.#nest = nest;
  }

  take<T>(deed: (nest: VirtualNest) => Promise<T> | T): Promise<T> {
    const done = this.#last.then(() => deed(this.#nest));
    this.#last = done.catch(() => undefined);
    return done;
  }
}
