import { openWorkerLink } from "../../../libs/dispatch/open-worker-link.ts";
import { makeHello, QUICK } from "./samples.ts";

// A worker whose runs never end; it lives until it is killed. Arguments: address, prefix, worker.
const [url = "", prefix = "", worker = ""] = process.argv.slice(2);
await openWorkerLink({
  url,
  prefix,
  hello: makeHello({ worker }),
  timings: QUICK,
  run: (job) => {
    process.stdout.write(`${job.run}\n`);
    return new Promise(() => undefined);
  },
});
