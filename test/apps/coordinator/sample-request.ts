import type { JigRequest } from "../../../apps/coordinator/prepare/prepare-lot.ts";

/** What is asked for of the lot L1, by somebody without a terminal, unless said otherwise. */
export const sampleRequest = (changes: Partial<JigRequest> = {}): JigRequest => ({
  jigPath: "jig.yaml",
  recipePath: undefined,
  serials: "scan",
  lot: "L1",
  operator: undefined,
  dataDir: "data",
  backupDir: undefined,
  redisUrl: undefined,
  view: "lines",
  hasTerminal: false,
  program: "test",
  fast: false,
  ...changes,
});
