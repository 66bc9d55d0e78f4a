import type { Victim } from "./crash-case.ts";

/** What a process of a round is; `other`: something that lives only for a moment, such as a relay's program. */
export type Role = Exclude<Victim, "everything"> | "simulator" | "other";

/** Tells a process by its command line, and by its name where that has been written over. */
export const roleOf = (argv: readonly string[], name: string): Role => {
  if (name.endsWith("-server")) return "redis";
  if (argv.includes("flashline-redis")) return "redis-guard";
  if (argv.includes("flashline-guard")) return "nest-guard";
  const main = argv.findIndex((word) => /\/apps\/cli\/main\.js$/.test(word));
  switch (main < 0 ? undefined : argv[main + 1]) {
    case "run":
      return "coordinator";
    case "worker":
      return "worker";
    case "dashboard":
      return "dashboard";
    case "simulate":
      return "simulator";
    // What a guard's shell becomes when there is something to do.
    case "guard":
      return "nest-guard";
    default:
      return "other";
  }
};
