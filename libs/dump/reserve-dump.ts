import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { partOf } from "./dump-file.ts";
import { publishFile } from "./publish-file.ts";
import { storing } from "./storing.ts";

/**
 * Room on disk for a dump that is read as a whole first: a disk that is full says so before the reading, which may
 * take long. What is not finished leaves nothing. Everything rejects with `StepError` (`backup-failed`).
 */
export class ReservedDump implements AsyncDisposable {
  readonly #file: string;
  readonly #handle: FileHandle;

  private constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  /** Takes the room for `bytes`; makes the folder, for this user alone: a flash may hold keys. */
  static open(file: string, bytes: number): Promise<ReservedDump> {
    return storing(file, async () => {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const handle = await open(partOf(file), "w", 0o600);
      const reserved = new ReservedDump(file, handle);
      try {
        await handle.writeFile(new Uint8Array(bytes));
        await handle.sync();
      } catch (error) {
        await reserved[Symbol.asyncDispose]();
        throw error;
      }
      return reserved;
    });
  }

  /** Makes `contents`, as long as the room, the file, durably. @returns its SHA-256 in hex. */
  async finish(contents: Uint8Array): Promise<string> {
    await storing(this.#file, async () => {
      let written = 0;
      while (written < contents.length) {
        const rest = contents.subarray(written);
        written += (await this.#handle.write(rest, 0, rest.length, written)).bytesWritten;
      }
      await this.#handle.sync();
      await publishFile(partOf(this.#file), this.#file, "refuse");
    });
    return createHash("sha256").update(contents).digest("hex");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    // Gone already if it was finished.
    await rm(partOf(this.#file), { force: true }).catch(() => undefined);
  }
}
