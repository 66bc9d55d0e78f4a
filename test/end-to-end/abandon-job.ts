import type { RunJob } from "../../libs/dispatch/messages.ts";
import { openDispatch } from "../../libs/dispatch/open-dispatch.ts";

// A coordinator that is killed as soon as it has sent a job. Arguments: address, worker, job.
const [url = "", worker = "", text = ""] = process.argv.slice(2);
const job: RunJob = JSON.parse(text);
const dispatch = await openDispatch({ url, session: job.session });
await dispatch.send(worker, job);
process.kill(process.pid, "SIGKILL");
