/** One value on its way to its place. */
export interface BoardField {
  readonly field: string;
  readonly place:
    | { readonly kind: "calibration" }
    /** Of its first byte; as many bytes as `value` has, all in one sector. */
    | { readonly kind: "flash"; readonly start: number };
  /** The bytes as they are to stand in the flash, lower-case hex; in the calibration the MAC's six. */
  readonly value: string;
  /** Never shown whole. */
  readonly secret: boolean;
}

/** What one board is given for itself, as the ledger of identities reserved it for its serial. */
export interface BoardIdentity {
  /** Of the ledger: one entry has the values of one board, and belongs to one serial for ever. */
  readonly entry: string;
  /** Where the values come from; null where the serial alone is written. */
  readonly pool: string | null;
  /**
   * The MAC (12 hex digits) that the physical board had when a write of this entry was first
   * intended: the only board, beside one that bears the entry's own MAC, that may be given it. Null
   * while no write was ever intended, or the board had none.
   */
  readonly tiedTo: string | null;
  readonly fields: readonly BoardField[];
}
