import { randomFillSync } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** What the records of the boards at work may take. */
export const RESERVE_BYTES = 512 * 1024;

/**
 * A file in the data folder that keeps room for the records of boards at work: given up on a full
 * disk, made again when there is room. All processes of the folder share it. Nothing throws.
 */
export class DiskReserve {
  readonly #file: string;

  /** `dir` is the data folder. */
  constructor(dir: string) {
    this.#file = join(dir, "journal.reserve");
  }

  /** Whether there is one to give up. */
  isThere(): boolean {
    return existsSync(this.#file);
  }

  /** Gives its room away. */
  giveUp(): "given" | "none" {
    if (!this.isThere()) return "none";
    try {
      rmSync(this.#file, { force: true });
      return "given";
    } catch {
      return "none";
    }
  }

  /** Takes its room, if there is none yet and the disk has it. */
  make(): void {
    if (this.isThere()) return;
    try {
      const descriptor = openSync(this.#file, "wx", 0o600);
      try {
        // Noise: a disk that compresses would keep no room for zeros.
        writeSync(descriptor, randomFillSync(new Uint8Array(RESERVE_BYTES)));
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    } catch {
      // Another process was quicker, or there is no room: then it is made later.
    }
  }
}
