import { printable } from "../failure/printable.ts";

/** Where the bad input stands. `source` is a file or an option; `line` and `column` count from 1. */
export interface InputPlace {
  readonly source: string;
  readonly field?: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * Something a person gave us cannot be used: nothing was touched, exit code 2. The message names
 * the file (or option), the field, and the remedy, and is safe to print.
 */
export class InputError extends Error {
  /** What is wrong, without place and remedy; safe to print. */
  readonly problem: string;
  /** As given, for one who knows a better name of the place, or a better remedy. */
  readonly where: InputPlace;
  readonly remedy: string;

  constructor(where: InputPlace, problem: string, remedy: string) {
    const place = [where.source, where.line, where.column].filter((part) => part !== undefined);
    const field = where.field === undefined ? "" : ` ${where.field}:`;
    super(printable(`${place.join(":")}:${field} ${problem} ${remedy}`.trimEnd()));
    this.name = "InputError";
    this.problem = printable(problem);
    this.where = where;
    this.remedy = remedy;
  }
}
