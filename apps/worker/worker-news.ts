import type { RunEvent } from "../../libs/run/run-event.ts";
import type { StationHealth } from "../../libs/station/station-health.ts";

/** What becomes of a worker that lives by itself. `at` is ISO 8601. */
export type ServiceNews =
  | {
      readonly kind: "worker-started";
      readonly at: string;
      readonly worker: string;
      readonly pid: number;
      readonly jig: string;
      /** Where its Redis is, without user and password. */
      readonly redis: string;
      readonly fixtures: readonly string[];
    }
  /** What it lives on has changed: its own journal, and its Redis as seen from here. */
  | ({ readonly kind: "worker-health"; readonly at: string } & Pick<
      StationHealth,
      "journal" | "redis"
    >)
  | { readonly kind: "worker-stopping"; readonly at: string }
  /** The last: its boards are off as far as nothing else was told, and its nests given back. */
  | { readonly kind: "worker-stopped"; readonly at: string };

/** What such a worker tells: that it serves, each run, what it waits for, that it was asked to stop. */
export type WorkerNews = RunEvent | ServiceNews;
