import type { FixtureConfig } from "../../../libs/jig/jig.ts";
import type { ShiftCheck } from "../../../libs/recipe/shift-check.ts";
import type { Purpose } from "../../../libs/run/purpose.ts";
import { boardThat, type ParticularBoard } from "../../../libs/simulator/particular-board.ts";
import type { VirtualBoards } from "../../../libs/simulator/start-virtual-boards.ts";
import type { PreparedLot } from "../prepare/prepare-lot.ts";

/** What simulated boards are handled with. */
type Hands = Pick<VirtualBoards, "load" | "shelve" | "loadShelved" | "fixtures">;

/** Puts simulated boards into their nests, as a person or a machine would. */
export class BoardFeeder {
  readonly #virtual: Hands | undefined;
  readonly #prepared: Pick<PreparedLot, "jig" | "recipes">;
  /** Whether a board that is taken out goes into another nest later. */
  readonly #comesBack: (serial: string) => boolean;
  /** The board that lies in each virtual fixture, by its serial. */
  readonly #loaded = new Map<string, string>();
  /** Boards that lie beside the nests. */
  readonly #shelved = new Set<string>();
  /** One hand: a board is out of one nest before another comes into it. */
  #turn: Promise<void> = Promise.resolve();

  constructor(
    virtual: Hands | undefined,
    prepared: Pick<PreparedLot, "jig" | "recipes">,
    comesBack: (serial: string) => boolean,
  ) {
    this.#virtual = virtual;
    this.#prepared = prepared;
    this.#comesBack = comesBack;
  }

  /** Puts in the board of the serial, unless it lies there already. Rejects if the simulator does not. */
  load(fixture: string, serial: string, purpose: Purpose): Promise<void> {
    const loaded = this.#turn.then(() => this.#load(fixture, serial, purpose));
    this.#turn = loaded.catch(() => undefined);
    return loaded;
  }

  async #load(fixture: string, serial: string, purpose: Purpose): Promise<void> {
    const last = this.#loaded.get(fixture);
    if (last === serial) return;
    const [from] = [...this.#loaded].find(([, lies]) => lies === serial) ?? [];
    this.#loaded.set(fixture, serial);
    const virtual = this.#virtual;
    if (virtual === undefined) return;
    if (last !== undefined && this.#comesBack(last)) await this.#shelve(virtual, fixture, last);
    if (purpose !== "product") {
      await virtual.load(fixture, this.#particular(fixture, purpose));
      return;
    }
    if (from !== undefined) {
      this.#loaded.delete(from);
      await this.#shelve(virtual, from, serial);
    }
    if (this.#shelved.delete(serial)) await virtual.loadShelved(fixture, serial);
    else await virtual.load(fixture);
  }

  /** A real board is carried by whoever loads the nests. */
  async #shelve(virtual: Hands, fixture: string, serial: string): Promise<void> {
    if (!virtual.fixtures.has(fixture)) return;
    await virtual.shelve(fixture, serial);
    this.#shelved.add(serial);
  }

  #particular(fixture: string, purpose: Purpose): ParticularBoard | undefined {
    const check = this.#prepared.recipes.get(fixture)?.shiftCheck;
    const nest = this.#prepared.jig.fixtures.find(({ id }) => id === fixture);
    if (check === undefined || nest === undefined || purpose === "product") return undefined;
    return purpose === "golden" ? boardThat(check.golden, "pass") : mustFailBoard(check, nest);
  }
}

const mustFailBoard = (
  { mustFail: { serial, code } }: ShiftCheck,
  nest: FixtureConfig,
): ParticularBoard | undefined =>
  "virtual" in nest ? boardThat(serial, { code, chip: nest.virtual.chip }) : undefined;
