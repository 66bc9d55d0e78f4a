/** A fixture against all the others, by first runs of boards, which no earlier failure sent there. */
export interface Suspect {
  readonly fixture: string;
  /** First runs that ended as `fail` or, where errors are compared, as `error`. */
  readonly hits: number;
  /** First runs that passed or failed; where errors are compared, also those with an error. */
  readonly of: number;
  /** The same of all other fixtures together. */
  readonly others: { readonly hits: number; readonly of: number };
  /** Hits that it has more than the others' rate explains. */
  readonly excess: number;
  /** One-sided Fisher's exact test, corrected for the number of fixtures (Holm). */
  readonly p: number;
  /** `worse`: p below 0.01; `suspect`: below 0.05; `unproven`: chance explains it. */
  readonly judgement: "worse" | "suspect" | "unproven";
}

/** Fixtures with more trouble than the others, the surest first; those with less are left out. */
export interface Suspects {
  readonly fails: readonly Suspect[];
  readonly errors: readonly Suspect[];
}
