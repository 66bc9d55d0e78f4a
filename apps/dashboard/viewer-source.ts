import type { Clock } from "../../libs/clock/clock.ts";
import type { Viewer } from "../../libs/dispatch/viewer.ts";
import type { DashboardSource, LineListener } from "./dashboard-source.ts";
import { readSnapshot } from "./read-snapshot.ts";

const UNHEARD = "Nobody heard that: the line does not answer. Try again.";

/** The line as Redis carries it. */
export const viewerSource = (viewer: Viewer, clock: Clock): DashboardSource => {
  const listeners = new Set<LineListener>();
  const tellUnheard = (): void => {
    const at = clock.date().toISOString();
    for (const listener of listeners) {
      listener.onEvent({ kind: "notice", at, level: "warning", text: UNHEARD });
      listener.onUnheard?.(UNHEARD);
    }
  };
  return {
    subscribe: (listener) => {
      using subscriptions = new DisposableStack();
      subscriptions.use(
        viewer.onSnapshot((json) => {
          const line = readSnapshot(json);
          if (line !== undefined) listener.onSnapshot(line);
        }),
      );
      subscriptions.use(viewer.onEvent((event) => listener.onEvent(event)));
      listeners.add(listener);
      subscriptions.defer(() => listeners.delete(listener));
      return subscriptions.move();
    },
    send: (command) => {
      void viewer.sendCommand(command).then((answer) => {
        if (answer === "unheard") tellUnheard();
      }, tellUnheard);
    },
    health: () => {
      const { redis, line } = viewer.health();
      if (redis === "away") return "away";
      return line === "running" ? "connected" : "silent";
    },
  };
};
