import type { WorkerHello } from "../../../libs/dispatch/messages.ts";

/** What events tell of a worker. */
export const describeWorker = ({ worker, pid, station, fixtures }: WorkerHello) => ({
  worker,
  pid,
  station,
  fixtures,
});
