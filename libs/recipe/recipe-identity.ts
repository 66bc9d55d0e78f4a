/** Where a field's bytes go: into the calibration's MAC, or to a place of their own in the flash. */
export type FieldPlace =
  | { readonly kind: "calibration" }
  | {
      readonly kind: "flash";
      readonly start: number;
      /** Bytes the field takes up; a shorter text is filled up with 00. */
      readonly length: number;
      readonly as: "text" | "hex";
    };

/** One field of what each board is given for itself. */
export interface RecipeField {
  /** The column its value is taken from; `serial` is the board's serial. */
  readonly field: string;
  readonly place: FieldPlace;
  /** Never shown whole. */
  readonly secret: boolean;
}

/** MACs that count up. */
export interface MacRange {
  /** 12 lower-case hex digits. */
  readonly mac: string;
  readonly count: number;
}

/** The `identity` of a recipe: what each board is given for itself, and where it is taken from. */
export interface RecipeIdentity {
  /** Where values come from; absent where the serial is all that is written. */
  readonly pool?: string | undefined;
  /** Absolute path of a CSV file that is imported into the pool before a lot. */
  readonly values?: string | undefined;
  /** Imported into the pool before a lot. */
  readonly range?: MacRange | undefined;
  /** One or more, in the order written. */
  readonly fields: readonly RecipeField[];
}

/** The field whose value is the board's serial. */
export const SERIAL_FIELD = "serial";

/** The field, and column, that holds a MAC. */
export const MAC_FIELD = "mac";

/** Whether each board is given a MAC. */
export const givesMac = ({ fields }: Pick<RecipeIdentity, "fields">): boolean =>
  fields.some(({ place }) => place.kind === "calibration");
