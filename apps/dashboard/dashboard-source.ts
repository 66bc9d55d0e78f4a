import type { LineState } from "../../libs/station/line-state.ts";
import type { OperatorCommand, StationEvent } from "../../libs/station/station-event.ts";

/** Whether the line can be heard: `silent`, nobody runs it; `away`, the way to it is broken. */
export type SourceHealth = "connected" | "silent" | "away";

/** Who is told what happens on the line. */
export interface LineListener {
  /** The whole line as it was a moment ago; replaces all that was known. */
  onSnapshot(line: LineState): void;
  /** What happens from then on; some of it may be part of the snapshot already. */
  onEvent(event: StationEvent): void;
  /** A command was not heard: what to tell the person who gave it. */
  onUnheard?(text: string): void;
}

/** Where a dashboard gets the line from, and what it may ask of it. */
export interface DashboardSource {
  /** Tells `listener` everything from now on, until disposed. */
  subscribe(listener: LineListener): Disposable;
  /** Asks the coordinator; never throws, the answer comes as events. */
  send(command: OperatorCommand): void;
  health(): SourceHealth;
}
