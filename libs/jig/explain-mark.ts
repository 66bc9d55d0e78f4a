import { printable } from "../failure/printable.ts";
import type { MarkReading } from "./commission-mark.ts";

/** Why a jig's wiring is not proven, in a sentence fit for a terminal; undefined if it is. */
export const explainMark = (reading: MarkReading): string | undefined => {
  switch (reading.kind) {
    case "proven":
      return undefined;
    case "none":
      return "The jig's wiring was never proven.";
    case "unreadable":
      return "The jig's mark of proven wiring cannot be read.";
    case "other-wiring":
      return `The jig's wiring was changed since it was proven (${dayOf(reading.mark.at)}).`;
    case "other-station":
      return `The jig's wiring was proven at another station (${printable(reading.mark.station)}, ${dayOf(reading.mark.at)}).`;
  }
};

const dayOf = (at: string): string => printable(at.slice(0, 10));
