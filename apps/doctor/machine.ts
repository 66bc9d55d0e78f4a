import type { RedisFacts } from "../../libs/dispatch/redis-facts.ts";
import type { DiskRoom } from "../../libs/process/disk-room.ts";

/** Who runs the program. */
export interface User {
  readonly name: string;
  readonly uid: number;
  /** Ids of the groups this login has now, the first one included. */
  readonly groups: readonly number[];
}

/** What a program said at its end. */
export interface ProgramAnswer {
  readonly code: number;
  readonly stdout: string;
}

/** How a file is to be used. */
type Way = "read-write" | "write";

/**
 * The machine as the checks see it: a tree of files, and the few questions files do not answer.
 * Tests build one of files in a folder of their own.
 */
export interface Machine {
  /** Folder in which /sys, /dev, /proc, /run and /etc lie: `/`, elsewhere in tests. */
  readonly root: string;
  /** Folder of this program, in which its `config/` lies. */
  readonly home: string;
  readonly user: User;
  /** This process. */
  readonly pid: number;
  /** Of the variable UV_THREADPOOL_SIZE; undefined where it is not set. */
  readonly threadPool: string | undefined;
  /** As the variable PATH is written. */
  readonly path: string;
  /** Every variable, for what names one. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** Whether this process may use a file so, by the kernel's word. Nothing is opened. */
  readonly mayUse: (file: string, way: Way) => Promise<boolean>;
  /** Room for `folder`, which exists; undefined where the system does not say. */
  readonly roomOf: (folder: string) => Promise<DiskRoom | undefined>;
  /** Runs a program without a shell, for seconds at most; undefined where it is missing or hangs. */
  readonly ask: (argv: readonly [string, ...string[]]) => Promise<ProgramAnswer | undefined>;
  /** Who owns a port or relay line, in the words of its owner; undefined if nobody. Takes nothing. */
  readonly ownerOf: (resource: string) => Promise<string | undefined>;
  /** What a shared Redis tells about itself. Rejects with `StationError`. */
  readonly askRedis: (url: string) => Promise<RedisFacts>;
  /** Why relays by onoff do not work in this installation; undefined where they do. */
  readonly onoffTrouble: () => Promise<string | undefined>;
}
