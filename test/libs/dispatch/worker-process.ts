import { createInterface } from "node:readline";
import { openWorkerLink } from "../../../libs/dispatch/open-worker-link.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import { makeAnswer, makeHello, QUICK } from "./samples.ts";

// A worker whose runs end when they are called off; it lives until it is killed. For each line on its stdin
// the run that began last asks whether the fixture is still its own. Arguments: address, prefix, worker.
const [url = "", prefix = "", worker = ""] = process.argv.slice(2);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const tellLoss = (error: unknown): void => {
  if (!(error instanceof StepError) || !("reason" in error.failure)) throw error;
  say(`${error.failure.code} ${error.failure.reason}`);
};
const lines = createInterface(process.stdin);
await openWorkerLink({
  url,
  prefix,
  hello: makeHello({ worker }),
  timings: QUICK,
  run: async (job, signal, lease) => {
    say(job.run);
    lines.on("line", () => {
      lease.ensure().then(() => say("ours"), tellLoss);
    });
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    return makeAnswer(job);
  },
});
