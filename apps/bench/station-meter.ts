import { type ProcessFacts, readProcessTree, readPss } from "./read-process-tree.ts";

/** The parts of a station with its simulated boards. */
export const ROLES = ["workers", "coordinator", "redis", "simulator", "dashboard"] as const;

/** One part; all worker processes together are one. */
export type Role = (typeof ROLES)[number];

/** The station itself; the other parts stand for boards or look on. */
export const STATION: readonly Role[] = ["workers", "coordinator", "redis"];

/** A figure for each part. */
export type ByRole = Readonly<Record<Role, number>>;

/** The word of its command line that tells what a process is. */
const ROLE_OF_WORD: Readonly<Record<string, Role>> = {
  run: "coordinator",
  worker: "workers",
  simulate: "simulator",
  dashboard: "dashboard",
  "flashline-redis": "redis",
};

/** Watches the processes that descend from `root`: CPU time so far, and memory at its highest. */
export class StationMeter {
  readonly #root: number;
  readonly #cpu = new Map<number, { readonly role: Role; readonly seconds: number }>();
  readonly #peakPss: Record<Role, number> = zeroes();
  #stationPeak = 0;

  constructor(root: number) {
    this.#root = root;
  }

  /** Highest proportional set size of each part at a sample, in bytes. */
  get peakPss(): ByRole {
    return { ...this.#peakPss };
  }

  /** Of all parts of the station together, at the sample where that was highest. */
  get stationPeak(): number {
    return this.#stationPeak;
  }

  /** Looks now. A process that has ended keeps the CPU time it was last seen with. */
  sample(): void {
    const pss = zeroes();
    for (const [role, { pid, cpuSeconds }] of rolesOf(readProcessTree(this.#root))) {
      this.#cpu.set(pid, { role, seconds: cpuSeconds });
      pss[role] += readPss(pid);
    }
    for (const role of ROLES) this.#peakPss[role] = Math.max(this.#peakPss[role], pss[role]);
    const station = STATION.reduce((sum, role) => sum + pss[role], 0);
    this.#stationPeak = Math.max(this.#stationPeak, station);
  }

  /** CPU seconds since each process began, as of the last sample. */
  cpuSeconds(): ByRole {
    const sums = zeroes();
    for (const { role, seconds } of this.#cpu.values()) sums[role] += seconds;
    return sums;
  }
}

const zeroes = (): Record<Role, number> => ({
  workers: 0,
  coordinator: 0,
  redis: 0,
  simulator: 0,
  dashboard: 0,
});

/** By its own command line, else what its parent is; processes above the station have no role. */
export const rolesOf = (tree: readonly ProcessFacts[]): [Role, ProcessFacts][] => {
  const roles = new Map<number, Role>();
  return tree.flatMap((process) => {
    const word = process.argv.find((argument) => Object.hasOwn(ROLE_OF_WORD, argument));
    const role = word === undefined ? roles.get(process.parent) : ROLE_OF_WORD[word];
    if (role === undefined) return [];
    roles.set(process.pid, role);
    return [[role, process] as [Role, ProcessFacts]];
  });
};
