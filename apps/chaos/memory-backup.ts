import { StepError } from "../../libs/failure/step-error.ts";
import type { BackupFile } from "../../libs/run/run-order.ts";

/** A folder for backups in memory, on a disk that can be full. */
export class MemoryBackup {
  #isFull = false;
  #parts: Uint8Array[] = [];
  #finished: Uint8Array | undefined;

  /** What was stored to its end. */
  get finished(): Uint8Array | undefined {
    return this.#finished;
  }

  /** From now on nothing can be stored. */
  fill(): void {
    this.#isFull = true;
  }

  /** The file of a run. Rejects with `StepError` (`backup-failed`). */
  async open(): Promise<BackupFile> {
    this.#store([]);
    return {
      append: async (bytes) => this.#store([...this.#parts, bytes]),
      finish: async () => {
        this.#store(this.#parts);
        this.#finished = new Uint8Array(Buffer.concat(this.#parts));
        return { file: "memory", sha256: "" };
      },
      discard: async () => {
        this.#parts = [];
      },
    };
  }

  #store(parts: Uint8Array[]): void {
    if (this.#isFull)
      throw new StepError({ code: "backup-failed", file: "memory", reason: "disk full" });
    this.#parts = parts;
  }
}
