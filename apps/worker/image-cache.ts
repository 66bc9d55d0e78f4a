import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ulid } from "ulid";
import type { ImageSource } from "./plan-cache.ts";

/** Enough for some hundred images. */
const LIMIT_BYTES = 512 * 1024 * 1024;
/** What another worker writes takes seconds; older ones were cut off. */
const CUT_OFF_MS = 3600_000;

/** What a cache of images works with. */
export interface ImageCacheParts {
  /** Its folder, which is made in one that is there; the workers of a data folder share it. */
  readonly folder: string;
  /** Where images are that it has not. */
  readonly source: ImageSource;
  /** For people, once: why images cannot be kept. */
  readonly onTrouble: (text: string) => void;
  /** What all of them may take, in bytes. */
  readonly limitBytes?: number;
}

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Keeps images on this disk by their SHA-256, so that a station fetches each once, also over restarts. What is read is
 * checked; a damaged file is fetched again. The ones unused for longest go when there are too many.
 */
export const openImageCache = ({
  folder,
  source,
  onTrouble,
  limitBytes = LIMIT_BYTES,
}: ImageCacheParts): ImageSource => {
  let isTold = false;
  const tellOnce = (error: unknown): void => {
    if (isTold) return;
    isTold = true;
    const why = error instanceof Error ? error.message : String(error);
    onTrouble(`Images are not kept in ${folder}, and fetched for each start: ${why}`);
  };
  return async (sha256) => {
    const file = join(folder, sha256);
    const kept = await readKept(file, sha256);
    if (kept !== undefined) return kept;
    const bytes = await source(sha256);
    if (bytes === undefined || sha256Of(bytes) !== sha256) return bytes;
    await keep(file, bytes)
      .then(() => thinOut(folder, limitBytes, sha256))
      .catch(tellOnce);
    return bytes;
  };
};

const readKept = async (file: string, sha256: string): Promise<Uint8Array | undefined> => {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return undefined;
  if (sha256Of(bytes) !== sha256) return undefined;
  const now = new Date();
  // By this is known which ones are used; one that cannot be marked goes earlier.
  await utimes(file, now, now).catch(() => undefined);
  return Uint8Array.from(bytes);
};

/** Whole or not at all, also beside another worker that keeps the same one. */
const keep = async (file: string, bytes: Uint8Array): Promise<void> => {
  const part = `${file}.${ulid()}.part`;
  // Made by the first; the folder around it is there.
  await mkdir(dirname(file), { mode: 0o700 }).catch(() => undefined);
  try {
    await writeFile(part, bytes, { mode: 0o600, flush: true });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
};

const thinOut = async (folder: string, limitBytes: number, newest: string): Promise<void> => {
  const files: { readonly path: string; readonly size: number; readonly usedMs: number }[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || name === newest) continue;
    if (!name.endsWith(".part")) files.push({ path, size: found.size, usedMs: found.mtimeMs });
    else if (Date.now() - found.mtimeMs > CUT_OFF_MS) await rm(path, { force: true });
  }
  let left = limitBytes - (await stat(join(folder, newest))).size;
  for (const { path, size } of files.toSorted((one, other) => other.usedMs - one.usedMs)) {
    left -= size;
    if (left < 0) await rm(path, { force: true });
  }
};
