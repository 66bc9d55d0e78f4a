import { linkCheck } from "../bk72xx/commands.ts";
import { findBytes } from "../bytes/find-bytes.ts";
import type { ByteSource } from "../link/serial-link.ts";

const REQUEST = linkCheck();

/** Listens for our own link checks as they were sent: TX and RX are joined, and no chip is heard. */
export class OwnEcho implements Disposable {
  readonly #listening: Disposable;
  #tail = new Uint8Array(0);
  #isHeard = false;

  /** `noise`: what arrives and belongs to no reply. */
  constructor(noise: ByteSource) {
    this.#listening = noise.onBytes((bytes) => this.#take(bytes));
  }

  get isHeard(): boolean {
    return this.#isHeard;
  }

  [Symbol.dispose](): void {
    this.#listening[Symbol.dispose]();
  }

  #take(bytes: Uint8Array): void {
    if (this.#isHeard) return;
    const heard = Uint8Array.from([...this.#tail, ...bytes]);
    this.#isHeard = findBytes(heard, REQUEST) !== undefined;
    this.#tail = heard.slice(-(REQUEST.length - 1));
  }
}
