/**
 * The supply of one board. Everything it does rejects with `StepError` (`relay-failed`, or `port-*`
 * where a port's line is the switch), and everything may be repeated. Calls are made one at a time.
 */
export interface PowerControl extends AsyncDisposable {
  /** Who moves the switch. */
  readonly means: "cycle" | "operator" | "none";
  on(): Promise<void>;
  off(): Promise<void>;
  /** Off whatever was before, for the start of a station and after a crash. Asks no person. */
  makeSafe(): Promise<void>;
}

/** The chip's reset input (CEN). Fails and repeats like `PowerControl`. */
export interface ResetControl extends AsyncDisposable {
  /** CEN low. */
  hold(): Promise<void>;
  /** CEN as if nothing was wired to it; also how it is left in the end. */
  release(): Promise<void>;
}
