import { hexAddress } from "../bytes/hex.ts";
import type { InspectedWrite } from "./inspection.ts";

/** Where the bytes of a file go, as fields of the page. */
export const describePlaces = (
  writes: readonly InspectedWrite[],
): (readonly [name: string, text: string])[] =>
  writes.map(({ part, start, end, use }, index) => {
    const fate = use === "keep" ? ", left out: the board keeps its own" : "";
    const where = `${hexAddress(start)} to ${hexAddress(end)}`;
    return [index === 0 ? "goes to" : "", `${where}: ${end - start} bytes of ${part}${fate}`];
  });
