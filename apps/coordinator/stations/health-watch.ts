import { type DiskRoom, stateOfRoom } from "../../../libs/process/disk-room.ts";
import type { StationHealth } from "../../../libs/station/station-health.ts";

/** How the health of a station is looked after. */
export interface HealthWatchOptions {
  /** Room for the journal; undefined where the system does not say. */
  readonly readRoom: () => Promise<DiskRoom | undefined>;
  /** Told at first, and whenever it changes. */
  readonly tell: (health: StationHealth) => void;
}

/** Keeps what a line lives on, and tells of changes. */
export class HealthWatch {
  readonly #options: HealthWatchOptions;
  #health: StationHealth;
  #told: StationHealth | undefined;
  #isLooking = false;

  constructor(redis: StationHealth["redis"], options: HealthWatchOptions) {
    this.#options = options;
    this.#health = { journal: "good", disk: "unknown", redis };
  }

  /** Asks the disk how full it is, and tells all if that is news. Never rejects. */
  async look(): Promise<void> {
    // A disk that hangs must not be asked by one thread after the other.
    if (this.#isLooking) return;
    this.#isLooking = true;
    const room = await this.#options.readRoom();
    this.#isLooking = false;
    this.#note({ disk: room === undefined ? "unknown" : stateOfRoom(room) });
  }

  /** The journal took what it was given, or did not. */
  noteJournal(journal: StationHealth["journal"]): void {
    this.#note({ journal });
  }

  /** Redis has come or gone. */
  noteRedis(redis: StationHealth["redis"]): void {
    this.#note({ redis });
  }

  #note(change: Partial<StationHealth>): void {
    const { journal, disk, redis } = { ...this.#health, ...change };
    this.#health = { journal, disk, redis };
    const isSame =
      this.#told?.journal === journal && this.#told.disk === disk && this.#told.redis === redis;
    if (isSame) return;
    this.#told = this.#health;
    this.#options.tell(this.#health);
  }
}
