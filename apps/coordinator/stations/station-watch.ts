import { readDiskRoom } from "../../../libs/process/disk-room.ts";
import type { LineHappening } from "../../../libs/station/station-event.ts";
import { PoolWatch } from "../identities/pool-watch.ts";
import type { LotParts } from "../records/lot-parts.ts";
import { HealthWatch } from "./health-watch.ts";

/** How often disk and pools are looked at, in ms. */
const LOOK_EVERY_MS = 5000;

/** Looks after what a lot lives on, its station and its pools, until disposed; nothing is told after that. */
export class StationWatch implements Disposable {
  readonly health: HealthWatch;
  readonly #pools: PoolWatch;
  readonly #timer: NodeJS.Timeout;
  #isOver = false;

  constructor(
    { line, journal, prepared, request }: LotParts,
    tell: (happening: LineHappening) => void,
  ) {
    const tellUntilOver = (happening: LineHappening): void => {
      if (!this.#isOver) tell(happening);
    };
    this.health = new HealthWatch(line.dispatch.state(), {
      readRoom: () => readDiskRoom(request.dataDir),
      tell: (health) => tellUntilOver({ kind: "station-health", ...health }),
    });
    this.#pools = new PoolWatch(journal, prepared, tellUntilOver);
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /** Looks at once, besides every few seconds. */
  look(): void {
    this.#pools.look();
    void this.health.look();
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    clearInterval(this.#timer);
  }
}
