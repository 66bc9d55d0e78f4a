import type { SurveyControl } from "./survey-parts.ts";

/** A nest as its jig file has it: what a survey is judged by. */
export interface NestMap {
  readonly id: string;
  /** Ids of ports, as the survey has them. `"flash"` as log port: the log is heard on the flash port. */
  readonly flashPort: string;
  readonly logPort: string | undefined;
  /** "none": nothing switches its board. Otherwise its control has the nest's id. */
  readonly means: SurveyControl["means"] | "none";
  /** Shortest time off that should restart the board, in ms. */
  readonly offMs: number;
}

/** A port by its place in the jig file. */
export interface PortPlace {
  readonly nest: string;
  readonly field: "flashPort" | "logPort";
}

/** Where a port stands in the jig; undefined for a stranger. */
export const placeOf = (nests: readonly NestMap[], port: string): PortPlace | undefined => {
  for (const { id, flashPort, logPort } of nests) {
    if (flashPort === port) return { nest: id, field: "flashPort" };
    if (logPort === port) return { nest: id, field: "logPort" };
  }
  return undefined;
};
