/**
 * The station cannot work, outside of any run: exit code 3. The message says what is wrong and the
 * remedy, and is ready for a person to read.
 */
export class StationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StationError";
  }
}
