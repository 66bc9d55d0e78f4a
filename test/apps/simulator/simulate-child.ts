import { runSimulator } from "../../../apps/simulator/run-simulator.ts";

/** Started by tests as a process of its own: options as JSON in the first argument. */
const options = JSON.parse(process.argv[2] ?? "{}");

await runSimulator({
  ...options,
  print: (line) => process.stdout.write(`${line}\n`),
});
