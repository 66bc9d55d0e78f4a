/** A line's level as the jig file means it: "active" is low where it says `activeLow`. */
export type GpioLevel = "active" | "inactive";

/**
 * A GPIO line that this process drives, by whatever the kernel offers. It was opened at its
 * inactive level without a pulse. Calls are made one at a time. Disposed, it is inactive for good;
 * who must know whether that worked sets it first, because disposal does not throw.
 */
export interface GpioOutput extends AsyncDisposable {
  /** Drives the line. May be repeated. Rejects with `GpioError`. */
  set(level: GpioLevel): Promise<void>;
}
