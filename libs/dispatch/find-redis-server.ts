import { findProgram } from "../process/find-program.ts";

const NAMES = ["redis-server", "valkey-server"];

/** The Redis or Valkey server of this machine, Redis first; undefined if there is none. */
export const findRedisServer = (path: string): string | undefined =>
  NAMES.map((name) => findProgram(name, path)).find((file) => file !== undefined);
