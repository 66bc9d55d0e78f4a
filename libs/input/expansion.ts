/** Steps from the top of a file to a field: keys and positions in lists. */
export type FieldPath = readonly PropertyKey[];

/** A file's content after shorthands were written out, before its fields are checked. */
export interface Expansion {
  readonly value: unknown;
  /** Where a field of `value` is written in the file; `part` says which of several it became. */
  originOf(path: FieldPath): { readonly path: FieldPath; readonly part?: string | undefined };
}

/** A shorthand cannot be written out. `problem` and `remedy` are sentences as in `InputError`. */
export class FieldError extends Error {
  /** As written in the file. */
  readonly path: FieldPath;
  readonly remedy: string;
  readonly part: string | undefined;

  constructor(path: FieldPath, problem: string, remedy: string, part?: string) {
    super(problem);
    this.name = "FieldError";
    this.path = path;
    this.remedy = remedy;
    this.part = part;
  }
}
