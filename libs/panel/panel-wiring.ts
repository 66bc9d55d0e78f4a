import type { Clock } from "../clock/clock.ts";

/** What a panel needs from its process. */
export interface PanelContext {
  readonly clock: Clock;
  /** For people: a switch, lamp or buzzer that does not work. */
  readonly onTrouble: (text: string) => void;
}

/** How an error of a line is told. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
