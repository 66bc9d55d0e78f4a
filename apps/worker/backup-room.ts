import { statfsSync } from "node:fs";
import { dirname } from "node:path";

/** Of one board's flash, as the largest of these modules have it, twice over. */
const BOARD_BYTES = 4 * 1024 * 1024;
const SPARE_FILES = 20;

/** Whether the disk of a folder, which need not be there yet, has room for so many boards' backups, as far as it says. */
export const backupRoom = (folder: string, boards: number): "enough" | "short" => {
  try {
    const { bavail, bsize, blocks, files, ffree } = statfsSync(folder);
    const isShort = blocks > 0 && bavail * bsize < boards * BOARD_BYTES;
    return isShort || (files > 0 && ffree < SPARE_FILES) ? "short" : "enough";
  } catch {
    // It is made with the first backup; what keeps it from that is told then.
    const parent = dirname(folder);
    return parent === folder ? "enough" : backupRoom(parent, boards);
  }
};
