import type { Dispatch } from "../../../libs/dispatch/dispatch.ts";
import { emptyLine, type LineState, reduceLine } from "../../../libs/station/line-state.ts";
import type { StationEvent } from "../../../libs/station/station-event.ts";
import { ToldWaits } from "./told-waits.ts";

/** How often a changed line is saved for viewers that come late, in ms. */
const SNAPSHOT_EVERY_MS = 500;

/** Everything that is told of the line: to the person who runs the lot, to dashboards now and later. */
export class LineNews {
  readonly #dispatch: Dispatch;
  readonly #listen: (event: StationEvent) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #waits = new ToldWaits();
  #state: LineState = emptyLine();
  #saved = this.#state;

  constructor(dispatch: Dispatch, listen: (event: StationEvent) => void) {
    this.#dispatch = dispatch;
    this.#listen = listen;
    this.#timer = setInterval(() => this.#save(), SNAPSHOT_EVERY_MS);
  }

  /** Tells what the coordinator knows itself. Saved first: a viewer that comes in between misses nothing. */
  tell(event: StationEvent): void {
    if (!this.#waits.isNews(event)) return;
    this.#hear(event);
    this.#save();
    this.#dispatch.publish(event);
  }

  /** Passes on what a worker told. Its word of a run's end is left out: the record's is told instead. */
  passOn(event: StationEvent): void {
    if (event.kind !== "run-ended" && this.#waits.isNews(event)) this.#hear(event);
  }

  /** Saves the last of it. */
  finish(): void {
    clearInterval(this.#timer);
    this.#save();
  }

  #hear(event: StationEvent): void {
    this.#state = reduceLine(this.#state, event);
    this.#listen(event);
  }

  #save(): void {
    if (this.#state === this.#saved) return;
    this.#saved = this.#state;
    this.#dispatch.saveSnapshot(JSON.stringify(this.#state));
  }
}
