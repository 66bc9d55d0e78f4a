import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** All that a data folder's log of this name says, oldest first; empty while there is none. */
export const logText = (dataDir: string, log: "coordinator" | "runs" | "worker"): string => {
  const folder = join(dataDir, "logs");
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${log}-20`))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("");
};
