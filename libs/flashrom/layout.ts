import type { Range } from "../bytes/ranges.ts";

const hex = (address: number): string => address.toString(16).padStart(8, "0");

/** A name for a range in a layout. */
export const regionOf = ({ start, end }: Range): string => `r${hex(start)}-${hex(end)}`;

/** The text of a layout file with these ranges: flashrom touches none but those that are included (flashrom(8), `-l`). */
export const layoutOf = (ranges: readonly Range[]): string =>
  ranges.map((range) => `${hex(range.start)}:${hex(range.end - 1)} ${regionOf(range)}\n`).join("");
