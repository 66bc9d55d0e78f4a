/** What a board is known by again when its calibration cannot be read. */
export interface KeptBoard {
  readonly flashId: string | null;
  /** Of its bootloader; null where the run itself writes that. */
  readonly fingerprint: string | null;
  /** MACs it may bear, 12 hex digits: as it was found, and as it shall have. */
  readonly macs: readonly string[];
}

/** A sector of the board's own that is about to be rewritten. */
export interface SectorRewrite {
  /** Of its first byte. */
  readonly address: number;
  /** The board's own bytes, before. */
  readonly before: Uint8Array;
  readonly intended: Uint8Array;
  readonly board: KeptBoard;
}

/** The last rewrite of a sector that an earlier run of the serial kept. */
export interface EarlierRewrite extends SectorRewrite {
  readonly run: string;
  /** `proven`: a verification showed the intended bytes; otherwise any of them may be there. */
  readonly outcome: "proven" | "unproven";
}

/** How far the values of a board's own have come. */
export const IDENTITY_STATES = ["untouched", "intended", "written", "verified"] as const;

/** One of `IDENTITY_STATES`. */
export type IdentityState = (typeof IDENTITY_STATES)[number];

/** How far they have come, and with which board: its MAC, 12 hex digits, null where it has none or nothing was begun. */
export interface IdentityProgress {
  readonly state: IdentityState;
  readonly board: string | null;
}

/** Of a run that has not come to its board's own data. */
export const NOTHING_BEGUN: IdentityProgress = { state: "untouched", board: null };

/** What a run does with the entry it was given. */
export interface IdentityMark {
  readonly entry: string;
  readonly state: Exclude<IdentityState, "untouched">;
  /** The board's MAC as it was found, 12 hex digits; null where it had none. */
  readonly boardMac: string | null;
  /** The MAC that the entry gives the board; null where it gives none. */
  readonly givenMac: string | null;
}

/** Another serial of the lot, whose board has the same MAC. */
export interface OtherBoard {
  readonly serial: string;
  readonly state: "passed" | "at-work";
}

/** What the station's journal keeps of boards, durable at return. Everything throws `StepError` (`journal-failed`). */
export interface BoardJournal {
  /** To be called before the sector's erase. */
  keepSector(sector: SectorRewrite): void;
  /** Of the run's serial, the last of each address. */
  earlierRewrites(): readonly EarlierRewrite[];
  /**
   * To be called before the first byte of a state's deeds is sent. Throws `StepError`
   * `identity-conflict`, too, where another run has begun to write the entry to another board.
   */
  markIdentity(mark: IdentityMark): void;
  /**
   * To be called before the first erase: the run has a board with this MAC (12 hex digits) before it.
   * Another serial of the lot that passed on such a board or has one before it now, if there is one.
   */
  meetBoard(mac: string): OtherBoard | undefined;
  /** The MACs of the boards on which the run's serial passed before, in any lot, so far as this station knows. */
  passedMacs(): readonly string[];
  /**
   * Whom a board with the MAC (12 hex digits) belongs to, other than the run's serial: by the MAC, or by
   * what it was given beside it. Serial null: to one yet to come.
   */
  holderOfMac(mac: string): { readonly serial: string | null } | undefined;
  /** The serial, other than the run's, of a board that ever passed with the MAC (12 hex digits), in any lot. */
  bearerOf(mac: string): string | undefined;
  /** MAC of the board that an entry was first written to, so far as this station knows. */
  tieOf(entry: string): string | null;
}
