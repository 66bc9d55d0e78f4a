import type { LineState } from "../../libs/station/line-state.ts";

/** A fixture and its number on the screen. */
export interface PlacedFixture {
  readonly fixture: string;
  /** From 1. */
  readonly place: number;
}

/** The fixtures whose board may run once more by a person's word. */
export const retryCandidates = ({ fixtures }: LineState): readonly PlacedFixture[] =>
  fixtures.flatMap(({ fixture, awaits, retry }, index) =>
    awaits === "acknowledge" && retry === "by-hand" ? [{ fixture, place: index + 1 }] : [],
  );
