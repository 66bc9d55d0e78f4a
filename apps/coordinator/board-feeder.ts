import type { FixtureConfig } from "../../libs/jig/jig.ts";
import type { ShiftCheck } from "../../libs/recipe/shift-check.ts";
import type { Purpose } from "../../libs/run/purpose.ts";
import { boardThat, type ParticularBoard } from "../../libs/simulator/particular-board.ts";
import type { VirtualBoards } from "../../libs/simulator/start-virtual-boards.ts";
import type { PreparedLot } from "./prepare-lot.ts";

/** Puts simulated boards into their nests, as a person or a machine would. */
export class BoardFeeder {
  readonly #virtual: Pick<VirtualBoards, "load"> | undefined;
  readonly #prepared: Pick<PreparedLot, "jig" | "recipes">;
  /** The board that lies in each virtual fixture, by its serial. */
  readonly #loaded = new Map<string, string>();

  constructor(
    virtual: Pick<VirtualBoards, "load"> | undefined,
    prepared: Pick<PreparedLot, "jig" | "recipes">,
  ) {
    this.#virtual = virtual;
    this.#prepared = prepared;
  }

  /** Puts in the board of the serial, unless it lies there already. Rejects if the simulator does not. */
  async load(fixture: string, serial: string, purpose: Purpose): Promise<void> {
    const isNew = this.#loaded.get(fixture) !== serial;
    this.#loaded.set(fixture, serial);
    if (this.#virtual === undefined || !isNew) return;
    await this.#virtual.load(fixture, this.#particular(fixture, purpose));
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
