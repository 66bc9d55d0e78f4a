/**
 * Something a person gave us cannot be used: nothing was touched, exit code 2. The message names
 * the file (or option), the field, and the remedy.
 */
export class InputError extends Error {
  constructor(
    where: { readonly source: string; readonly field?: string; readonly line?: number },
    problem: string,
    remedy: string,
  ) {
    const place = where.line === undefined ? where.source : `${where.source}:${where.line}`;
    const field = where.field === undefined ? "" : ` ${where.field}:`;
    super(`${place}:${field} ${problem} ${remedy}`);
    this.name = "InputError";
  }
}
