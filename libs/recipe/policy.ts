/** When the line helps itself, and when it stops: a recipe's `policy`. */
export interface Policy {
  /** In how many other fixtures a board is tried that failed in one. */
  readonly otherFixtures: number;
  /** A fixture is locked after so many boards in a row that failed there; 0: never. */
  readonly lockAfter: number;
  /** Whether a fixture is locked that is worse than its neighbours by more than chance. */
  readonly lockWorse: boolean;
  /** The line stops after so many boards in a row that failed with one class, image or identity; 0: never. */
  readonly stopAfter: number;
  /** The line stops when its first-pass yield is lower than this after so many boards. */
  readonly minFirstPassYield?: YieldFloor | undefined;
}

/** A least first-pass yield. */
export interface YieldFloor {
  readonly percent: number;
  /** Boards. */
  readonly after: number;
}
