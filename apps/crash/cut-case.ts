/** A lot on two stations, one of which is cut off. */
export interface CutCase {
  readonly boards: number;
  /** Of each station. */
  readonly fixtures: number;
  /** How long it is cut off, in ms; longer if the lot has not noticed by then, or no run has ended there. */
  readonly cutMs: number;
  /** Code in the image: with it a board takes its time. */
  readonly appBytes: number;
}
