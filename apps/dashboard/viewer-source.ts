import type { Clock } from "../../libs/clock/clock.ts";
import type { Viewer } from "../../libs/dispatch/viewer.ts";
import { describeRedisTrouble } from "../../libs/station/redis-health.ts";
import type { StationEvent } from "../../libs/station/station-event.ts";
import type { DashboardSource, LineListener } from "./dashboard-source.ts";
import { readSnapshot } from "./read-snapshot.ts";

const UNHEARD = "Nobody heard that: the line does not answer. Try again.";

/** The line as Redis carries it. `redis`: the server's address, without user and password. */
export const viewerSource = (viewer: Viewer, clock: Clock, redis: string): DashboardSource => {
  const listeners = new Set<LineListener>();
  const warningOf = (text: string): StationEvent => ({
    ...{ kind: "notice", at: clock.date().toISOString(), level: "warning", text },
  });
  const tellUnheard = (): void => {
    for (const listener of listeners) {
      listener.onEvent(warningOf(UNHEARD));
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
      // The line's own word of it does not come here.
      subscriptions.use(
        viewer.onTrouble((trouble) =>
          listener.onEvent(warningOf(`No connection. ${describeRedisTrouble(trouble, redis)}`)),
        ),
      );
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
