import { link, lstat, open, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";

/** Whether a file that has the name already gives way. */
export type Existing = "refuse" | "replace";

/** File systems without hard links, such as FAT, say so in one of these ways. */
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/**
 * Gives a file that is whole and synced its final name, durably: whoever finds the name finds all of
 * it. Rejects as the file system does, with `EEXIST` where the name is taken and not to be replaced.
 */
export const publishFile = async (
  part: string,
  file: string,
  existing: Existing,
): Promise<void> => {
  if (existing === "replace") await rename(part, file);
  else await renameToFree(part, file);
  await syncFolder(dirname(file));
};

/** A rename would replace; a link does not, and is as atomic. */
const renameToFree = async (part: string, file: string): Promise<void> => {
  try {
    await link(part, file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!NO_LINKS.has(code)) throw error;
    if (await isThere(file)) throw Object.assign(new Error(`${file} exists`), { code: "EEXIST" });
    await rename(part, file);
    return;
  }
  await unlink(part);
};

/** Whether something has the name, be it a link to nowhere. */
export const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

const syncFolder = async (folder: string): Promise<void> => {
  await using handle = await open(folder, "r");
  await handle.sync();
};
