import type { Dispatch } from "../../libs/dispatch/dispatch.ts";
import type { WorkerHello } from "../../libs/dispatch/messages.ts";

/** Waits until a coordinator sees the worker that is the process `pid`. */
export const seenWorker = (dispatch: Dispatch, pid: number): Promise<WorkerHello> =>
  new Promise((resolve) => {
    const look = (): void => {
      const hello = dispatch.workers().find((worker) => worker.pid === pid);
      if (hello !== undefined) resolve(hello);
    };
    dispatch.onWorker(look);
    look();
  });
