import { showDashboard } from "../../../apps/coordinator/show-dashboard.ts";

/** Stands in for the `flashline` command: runs a line with a dashboard that another process is. */
const runLine = async (): Promise<void> => {
  process.once("SIGINT", () => {
    process.stdout.write("stopped by Ctrl-C\n");
    process.exit(130);
  });
  await showDashboard("unix:/nowhere", "data").left;
  process.stdout.write("dashboard left\n");
  setTimeout(() => undefined, 60_000);
};

/** Takes the keys as the dashboard does. */
const takeKeys = (): void => {
  process.stdin.setRawMode(true).resume();
  process.stdout.write(`dashboard is process ${process.pid}.\n`);
};

if (process.argv[2] === "dashboard") takeKeys();
else await runLine();
