import { StepError } from "../../../libs/failure/step-error.ts";
import { stopRequest } from "../../../libs/process/stop-request.ts";

/** A worker with a bug that shows while it serves: does it still get to switch its boards off? */
using stop = stopRequest("standalone");
setTimeout(() => {
  throw new Error("a bug");
}, 10);
try {
  await stop.asked;
} catch (error) {
  const reason: unknown = stop.signal.reason;
  const code = reason instanceof StepError ? reason.failure.code : "none";
  process.stdout.write(`${code}: ${error instanceof Error ? error.message : ""}\n`);
}
