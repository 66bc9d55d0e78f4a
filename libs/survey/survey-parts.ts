import type { Clock } from "../clock/clock.ts";
import type { BoardControl } from "../fixture/fixture.ts";
import type { SerialLink } from "../link/serial-link.ts";
import type { Move } from "./survey.ts";

/** Something that switches boards. Which ones is what a survey is to find out. */
export interface SurveyControl extends Pick<BoardControl, "offMs" | "start" | "stop"> {
  /** Once among the controls; a fixture's id where there are fixtures. */
  readonly id: string;
  /** A person is asked to move it, and has about 20 s. */
  readonly means: "cycle" | "operator";
  /** Ports it should wake, if anything is known: they are called more often and waited for. */
  readonly expects: readonly string[];
  /** Ports that should show its board's log; they are waited for. */
  readonly expectsLog: readonly string[];
  /** Told that its board draws no more than any that runs, where a supply has a plan. */
  readonly settled?: () => void;
}

/** An open port, at 115200 baud. */
export interface SurveyPort {
  /** Once among the ports, such as its path. */
  readonly id: string;
  readonly link: SerialLink;
}

/** How a survey is taken. */
export interface SurveyOptions {
  readonly clock: Clock;
  /** Aborted, everything is switched off and the survey rejects with its reason. */
  readonly signal: AbortSignal;
  /** "all": controls are moved a second time with nobody calling, since a linked ROM prints no log. */
  readonly logs: "all" | "none";
  /** How often each control is moved to measure when its board answers, 1 or more. */
  readonly repeat: number;
  /** Told after each movement, apart from those that only measure. */
  readonly onMove?: (move: Move) => void;
}
