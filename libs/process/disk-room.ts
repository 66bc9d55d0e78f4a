import { statfs } from "node:fs/promises";

const MIB = 1024 * 1024;
/** A run's record takes some 20 KiB, a backup up to 8 MiB. */
const LOW_BYTES = 1024 * MIB;
const FULL_BYTES = 64 * MIB;
const FULL_FILES = 100;

/** statfs(2): tmpfs and ramfs. */
const IN_MEMORY = new Set([0x01021994, 0x858458f6]);

/** Room on the disk that holds a folder. */
export interface DiskRoom {
  readonly freeBytes: number;
  /** Files that can still be made; null where the file system does not count them. */
  readonly freeFiles: number | null;
  /** It is memory: gone when the machine is switched off. */
  readonly isMemory: boolean;
}

/** Room for `folder`; undefined where it is missing, or the system does not say. */
export const readDiskRoom = async (folder: string): Promise<DiskRoom | undefined> => {
  const disk = await statfs(folder).catch(() => undefined);
  if (disk === undefined) return undefined;
  return {
    freeBytes: disk.bavail * disk.bsize,
    freeFiles: disk.files === 0 ? null : disk.ffree,
    isMemory: IN_MEMORY.has(disk.type),
  };
};

/** `full`: no record may fit any more; `low`: one day's boards may not. */
export const stateOfRoom = ({ freeBytes, freeFiles }: DiskRoom): "good" | "low" | "full" => {
  const fewFiles = freeFiles !== null && freeFiles <= FULL_FILES;
  if (freeBytes < FULL_BYTES || fewFiles) return "full";
  return freeBytes < LOW_BYTES ? "low" : "good";
};
