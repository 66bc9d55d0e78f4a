import type { WorkerLink } from "../../libs/dispatch/worker-link.ts";
import { explainRedisHealth } from "../../libs/station/redis-health.ts";

/**
 * Tells the people of a station, who may not see the line's screen, that its Redis is away, and that it is back.
 * `label`: its address, without user and password.
 */
export const tellRedis = (
  link: Pick<WorkerLink, "onState">,
  label: string,
  tell: (text: string) => void,
): Disposable => link.onState((state) => tell(explainRedisHealth(state, label)));
