/**
 * Kinds of things that go wrong on a line. `contact`: TX, RX, CEN, GND or the log's wire · `adapter`: the
 * USB one, its driver, rate and hub · `image`: what the recipe has written · `handling`: the wrong board,
 * label or recipe · `station`: the machine, its disk, relays, Redis and this program.
 */
export const CAUSE_CLASSES = [
  "supply",
  "contact",
  "reset-timing",
  "adapter",
  "chip",
  "flash",
  "image",
  "handling",
  "station",
] as const;

/** One of `CAUSE_CLASSES`. */
export type CauseClass = (typeof CAUSE_CLASSES)[number];

/** Something that may lie behind a failure. `text`: a phrase without a full stop. */
export interface Cause {
  readonly class: CauseClass;
  readonly text: string;
}

/** A cause. */
export const cause = (kind: CauseClass, text: string): Cause => ({ class: kind, text });

/** The commonest cause of all, in the words of those who flash these modules every day. */
export const WEAK_SUPPLY = cause(
  "supply",
  "a weak 3.3 V supply (an adapter's own regulator is usually not enough; use a regulated one with common ground)",
);

/** A wire that comes and goes. */
export const LOOSE_WIRE = cause("contact", "a bad or loose contact of TX, RX or GND");

/** A wire that carries other bytes than were sent. */
export const CHANGED_BYTES = cause("contact", "bytes changed or lost on the line (contact, noise)");

/** An adapter at its limit. */
export const LOSSY_ADAPTER = cause("adapter", "an adapter that loses bytes at this baud rate");
