/** Why a run of flashrom did not do what it was started for. `said`: in its own words, printable. */
export type FlashromTrouble =
  /** It knows no such programmer, or cannot open it. */
  | { readonly kind: "no-programmer"; readonly said: string }
  /** No flash that it knows answered. `id`: JEDEC id it read, 6 hex digits; null if it read none. */
  | { readonly kind: "no-flash"; readonly id: string | null }
  /** Several of its definitions fit the one flash that answered. */
  | { readonly kind: "several-parts"; readonly parts: readonly string[] }
  | { readonly kind: "read-failed"; readonly said: string }
  /** What it read found no room in `file`. */
  | { readonly kind: "not-stored"; readonly file: string; readonly said: string }
  /** The flash's write protection cannot be opened. */
  | { readonly kind: "protected"; readonly address: number | null }
  /** An erase changed nothing, or not all. `address`: of the sector, null where it did not say. */
  | { readonly kind: "erase-failed"; readonly address: number | null }
  | { readonly kind: "write-failed"; readonly address: number | null }
  /** What it read after its write is something else. */
  | { readonly kind: "verify-failed"; readonly address: number | null }
  /** It was ended, as it told nothing new for `limitMs`. */
  | { readonly kind: "hung"; readonly limitMs: number }
  /** It could not be started, or ended in a way that nothing here knows. */
  | { readonly kind: "broken"; readonly said: string };

/** A run of flashrom that failed. */
export class FlashromError extends Error {
  readonly trouble: FlashromTrouble;

  constructor(trouble: FlashromTrouble) {
    super(trouble.kind);
    this.name = "FlashromError";
    this.trouble = trouble;
  }
}
