import { ulid } from "ulid";
import { openDispatch } from "../../../libs/dispatch/open-dispatch.ts";
import { openViewer } from "../../../libs/dispatch/open-viewer.ts";
import { openWorkerLink } from "../../../libs/dispatch/open-worker-link.ts";
import { untilKnown } from "./line.ts";
import { firstOf, makeAnswer, makeHello, makeJob, QUICK } from "./samples.ts";

// All three ends in one process. Closes them when Redis goes away in mid-run, and must then end by
// itself. Argument: the address.
const [url = ""] = process.argv.slice(2);
const session = ulid();
const hello = makeHello();
const gate = Promise.withResolvers<void>();
const viewer = await openViewer({ url, timings: QUICK });
const dispatch = await openDispatch({ url, session, timings: QUICK });
const worker = await openWorkerLink({
  url,
  hello,
  timings: QUICK,
  run: async (job) => {
    process.stdout.write("running\n");
    await gate.promise;
    return makeAnswer(job);
  },
});
const away = firstOf(worker.onState);
await untilKnown(dispatch, hello);
await dispatch.send(hello.worker, makeJob({ session }));
await away;
const missing = worker.loadImage("00", AbortSignal.timeout(20));
await missing.catch(() => process.stdout.write("gave up\n"));
gate.resolve();
await Promise.all([worker, dispatch, viewer].map((end) => end[Symbol.asyncDispose]()));
