import type { VirtualBoards } from "../../libs/simulator/start-virtual-boards.ts";

/** Puts simulated boards into their nests, as a person or a machine would. */
export class BoardFeeder {
  readonly #virtual: Pick<VirtualBoards, "load"> | undefined;
  /** The board that lies in each virtual fixture, by its serial. */
  readonly #loaded = new Map<string, string>();

  constructor(virtual: Pick<VirtualBoards, "load"> | undefined) {
    this.#virtual = virtual;
  }

  /** Puts in the board of the serial, unless it lies there already. Rejects if the simulator does not. */
  async load(fixture: string, serial: string): Promise<void> {
    const isNew = this.#loaded.get(fixture) !== serial;
    this.#loaded.set(fixture, serial);
    if (this.#virtual !== undefined && isNew) await this.#virtual.load(fixture);
  }
}
