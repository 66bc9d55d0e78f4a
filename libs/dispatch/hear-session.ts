import type { Redis } from "ioredis";
import type { RunEvent } from "../run/run-event.ts";
import type { OperatorCommand } from "../station/station-event.ts";
import { startBeating } from "./beat.ts";
import type { Keys } from "./keys.ts";
import { operatorCommandSchema } from "./message-schemas.ts";
import { parseMessage } from "./parse-message.ts";
import { runEventSchema } from "./run-schemas.ts";
import type { DispatchTimings } from "./timings.ts";

/** What a coordinator hears. */
export interface SessionEars {
  readonly onWorkerNews: () => void;
  readonly onEvent: (event: RunEvent) => void;
  readonly onCommand: (command: OperatorCommand) => void;
}

/**
 * Hears what is said to a coordinator, on a connection of its own; subscribed when this resolves,
 * and again after each outage. What cannot be read is passed over.
 */
export const hearSession = async (
  redis: Redis,
  keys: Keys,
  session: string,
  timings: DispatchTimings,
  ears: SessionEars,
): Promise<Disposable> => {
  const handlers: Readonly<Record<string, (message: string) => void>> = {
    [keys.hellos]: ears.onWorkerNews,
    [keys.runEvents(session)]: (message) => {
      const event = parseMessage(runEventSchema, message);
      if (event !== undefined) ears.onEvent(event);
    },
    [keys.commands(session)]: (message) => {
      const command = parseMessage(operatorCommandSchema, message);
      if (command !== undefined) ears.onCommand(command);
    },
  };
  redis.on("message", (channel: string, message: string) => handlers[channel]?.(message));
  await redis.subscribe(...Object.keys(handlers));
  // A subscriber says nothing by itself: only a question shows that its server hangs.
  return startBeating(async () => void (await redis.ping()), timings.heartbeatMs);
};
