/** Where the system shows its devices and processes; elsewhere in tests. */
export interface SystemRoots {
  readonly dev: string;
  readonly sys: string;
  readonly proc: string;
}

/** Those of the machine we run on. */
export const SYSTEM: SystemRoots = { dev: "/dev", sys: "/sys", proc: "/proc" };
