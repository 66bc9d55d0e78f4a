import { realpath } from "node:fs/promises";

/** Which journal it is, over all hosts, for comparing and for people: `line-b (/var/lib/flashline)`. The folder exists. */
export const journalPlace = async (station: string, dataDir: string): Promise<string> =>
  `${station} (${await realpath(dataDir)})`;
