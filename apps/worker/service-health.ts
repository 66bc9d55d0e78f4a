import type { StationHealth } from "../../libs/station/station-health.ts";
import type { WorkerNews } from "./worker-news.ts";

/** Keeps what a worker lives on, and tells each change as an event. `now`: ISO time. */
export class ServiceHealth {
  readonly #tell: (news: WorkerNews) => void;
  readonly #now: () => string;
  #health: Pick<StationHealth, "journal" | "redis"> = { journal: "good", redis: "up" };

  constructor(tell: (news: WorkerNews) => void, now: () => string) {
    this.#tell = tell;
    this.#now = now;
  }

  /** Its own journal takes records, or why not. */
  noteJournal(journal: StationHealth["journal"]): void {
    this.#note({ journal });
  }

  /** How the line's Redis is, as seen from here. */
  noteRedis(redis: StationHealth["redis"]): void {
    this.#note({ redis });
  }

  #note(found: Partial<Pick<StationHealth, "journal" | "redis">>): void {
    this.#health = { ...this.#health, ...found };
    this.#tell({ kind: "worker-health", at: this.#now(), ...this.#health });
  }
}
