/** Who has a place of its own on the network: Redis and coordinator together, and each station. */
export type Seat = "line" | "near" | "far";

/** The network of a line with two stations, one of which can be cut off: what is sent to or by it is lost, and nobody is told. */
export interface LineNetwork extends AsyncDisposable {
  /** For people: what it is made of. */
  readonly about: string;
  /** Arguments of the Redis's command line: where it listens besides its socket. */
  readonly listen: readonly string[];
  /** A program, with arguments, that starts what follows them at a seat. */
  at(seat: Seat): readonly string[];
  redisUrl(seat: Seat): string;
  /** Pulls the far station's cable. */
  cut(): void;
  /** Puts it back. */
  mend(): void;
  /** What there is of it yet once it was disposed of; nothing, if all is well. */
  left(): readonly string[];
}
