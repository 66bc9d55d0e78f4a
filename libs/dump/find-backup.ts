import { existsSync } from "node:fs";
import { join } from "node:path";
import { backupName } from "./backup-name.ts";

/** The whole backup of a run in that folder; undefined where the run came to none. */
export const findBackup = (
  folder: string,
  { serial, run }: { readonly serial: string; readonly run: string },
): string | undefined => {
  const file = join(folder, backupName(serial, run));
  return existsSync(file) ? file : undefined;
};
