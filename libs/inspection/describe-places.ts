import { hexAddress } from "../bytes/hex.ts";
import type { InspectedContent, InspectedWrite } from "./inspection.ts";

type Field = readonly [name: string, text: string];

/** Where the bytes of a file go, and what is erased for them, as fields of the page. */
export const describePlaces = ({
  writes,
  erases,
}: Pick<InspectedContent, "writes" | "erases">): readonly Field[] => [
  ...describeWrites(writes),
  ...erases.map(({ start, end }, index): Field => {
    const range = `${hexAddress(start)} to ${hexAddress(end)}: ${(end - start) / 1024} KiB`;
    return [index === 0 ? "erases" : "", `${range}, written anew and verified`];
  }),
];

const describeWrites = (writes: readonly InspectedWrite[]): Field[] =>
  writes.map(({ part, start, end, use }, index) => {
    const fate = use === "keep" ? ", left out: the board keeps its own" : "";
    const where = `${hexAddress(start)} to ${hexAddress(end)}`;
    return [index === 0 ? "goes to" : "", `${where}: ${end - start} bytes of ${part}${fate}`];
  });
