import { createHash } from "node:crypto";
import { type FileHandle, lstat, open, readFile, rm } from "node:fs/promises";
import { type DumpOrigin, formatOrigin, parseOrigin } from "./dump-origin.ts";
import { type Existing, isThere, publishFile } from "./publish-file.ts";
import { storing } from "./storing.ts";

/** No flash of these chips is larger. */
const MOST_BYTES = 1 << 26;

/** Where a dump grows until it is whole. */
export const partOf = (file: string): string => `${file}.part`;

/** Says what the bytes in `partOf(file)` are. */
export const originOf = (file: string): string => `${file}.part.json`;

/** A part of `file` that no earlier reading of ours began; undefined if there is none. */
export const foreignPart = async (file: string): Promise<string | undefined> => {
  if (!(await isThere(partOf(file)))) return undefined;
  const isOurs = (await readOrigin(file)) !== undefined && (await isPart(partOf(file)));
  return isOurs ? undefined : partOf(file);
};

/**
 * A dump on its way to disk: bytes go to FILE.part and get the name FILE when they are all there.
 * It is for this user alone: a flash may hold keys. Until then they stay, with their origin beside them, for a later reading to go on.
 * Everything rejects with `StepError` (`backup-failed`) where the file system refuses.
 */
export class DumpFile implements AsyncDisposable {
  readonly file: string;
  /** What an earlier reading of the same origin left. */
  readonly kept: Uint8Array;
  /** What became of an earlier reading. */
  readonly beginning: "new" | "continued" | "other-origin";
  readonly #handle: FileHandle;
  readonly #hash = createHash("sha256");
  #length = 0;

  private constructor(
    file: string,
    handle: FileHandle,
    earlier: Pick<DumpFile, "kept" | "beginning">,
  ) {
    this.file = file;
    this.#handle = handle;
    this.kept = earlier.kept;
    this.beginning = earlier.beginning;
  }

  /** Takes up what an earlier reading of the same origin left, or begins anew. */
  static open(file: string, origin: DumpOrigin): Promise<DumpFile> {
    return storing(file, async () => {
      const earlier = await readEarlier(file, origin);
      if (earlier.beginning === "continued") {
        return new DumpFile(file, await open(partOf(file), "r+"), earlier);
      }
      // In this order a part is never found beside an origin that is not its own.
      await rm(partOf(file), { force: true });
      await writeOrigin(file, origin);
      return new DumpFile(file, await open(partOf(file), "w", 0o600), earlier);
    });
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** Begins with the first `length` of the kept bytes; call it once, before the first `append`. */
  async retain(length: number): Promise<void> {
    await storing(this.file, () => this.#handle.truncate(length));
    this.#hash.update(this.kept.subarray(0, length));
    this.#length = length;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await storing(this.file, async () => {
      let written = 0;
      while (written < bytes.length) {
        const rest = bytes.subarray(written);
        const { bytesWritten } = await this.#handle.write(
          rest,
          0,
          rest.length,
          this.#length + written,
        );
        written += bytesWritten;
      }
    });
    this.#hash.update(bytes);
    this.#length += bytes.length;
  }

  /** Makes all of it the file, durably. @returns its SHA-256 in hex. */
  async finish(existing: Existing): Promise<string> {
    await storing(this.file, async () => {
      await this.#handle.sync();
      await publishFile(partOf(this.file), this.file, existing);
      await rm(originOf(this.file), { force: true });
    });
    return this.#hash.digest("hex");
  }

  /** Leaves nothing of it, unless it was finished. */
  async discard(): Promise<void> {
    await storing(this.file, async () => {
      await rm(partOf(this.file), { force: true });
      await rm(originOf(this.file), { force: true });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What was appended is as safe as the disk is; a failure to close changes nothing about it.
    await this.#handle.close().catch(() => undefined);
  }
}

const NOTHING = new Uint8Array(0);

const readEarlier = async (
  file: string,
  origin: DumpOrigin,
): Promise<Pick<DumpFile, "kept" | "beginning">> => {
  const earlier = await readOrigin(file);
  if (earlier === undefined || !(await isPart(partOf(file)))) {
    return { kept: NOTHING, beginning: "new" };
  }
  if (formatOrigin(earlier) !== formatOrigin(origin)) {
    return { kept: NOTHING, beginning: "other-origin" };
  }
  return { kept: await readFile(partOf(file)), beginning: "continued" };
};

/** A pipe or a device could be read for ever. */
const isPart = async (path: string): Promise<boolean> => {
  const about = await lstat(path).catch(() => undefined);
  return about?.isFile() === true && about.size <= MOST_BYTES;
};

const readOrigin = async (file: string): Promise<DumpOrigin | undefined> => {
  try {
    return parseOrigin(await readFile(originOf(file), "utf8"));
  } catch {
    return undefined;
  }
};

const writeOrigin = async (file: string, origin: DumpOrigin): Promise<void> => {
  await using handle = await open(originOf(file), "w");
  await handle.writeFile(formatOrigin(origin));
  await handle.sync();
};
