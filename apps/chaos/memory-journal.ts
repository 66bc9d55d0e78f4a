import type { Clock } from "../../libs/clock/clock.ts";
import type { BoardJournal, IdentityMark, SectorRewrite } from "../../libs/run/board-journal.ts";
import { NO_BOARD_JOURNAL } from "../../libs/run/no-board-journal.ts";

/** Something with its time, in ms of the board's clock. */
export type Timed<T> = T & { readonly at: number };

/** What a run kept of its board, in memory. */
export class MemoryJournal {
  readonly kept: Timed<SectorRewrite>[] = [];
  readonly marks: Timed<IdentityMark>[] = [];
  /** What the run is given. */
  readonly surroundings: BoardJournal;

  constructor(clock: Clock) {
    this.surroundings = {
      ...NO_BOARD_JOURNAL,
      keepSector: (sector) => this.kept.push({ ...sector, at: clock.now() }),
      markIdentity: (mark) => this.marks.push({ ...mark, at: clock.now() }),
    };
  }
}
