import type { RunEvent } from "../../libs/run/run-event.ts";

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
  | { readonly kind: "worker-stopping"; readonly at: string }
  /** The last: its boards are off as far as nothing else was told, and its nests given back. */
  | { readonly kind: "worker-stopped"; readonly at: string };

/** What such a worker tells: that it serves, each run, that it was asked to stop. */
export type WorkerNews = RunEvent | ServiceNews;
