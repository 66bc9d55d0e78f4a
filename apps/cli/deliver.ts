import type { Command } from "commander";
import { dataOption } from "./data-option.ts";
import { PROGRAM_VERSION } from "./version.ts";

interface DeliverOptions {
  readonly data: string;
  readonly once?: true;
  readonly json?: true;
}

/** `flashline deliver`: hands the journal's records to the factory's system. */
export const addDeliverCommand = (program: Command): void => {
  program
    .command("deliver")
    .description("deliver the journal's records to the url or command of config/station.yaml")
    .addOption(dataOption())
    .option("--once", "deliver what waits now, up to the first failure, and end")
    .option("--json", "one JSON event a line on stdout; lines for people on stderr")
    .addHelpText("after", HELP)
    .action(async ({ data, once, json }: DeliverOptions) => {
      const { deliverRecords } = await import("../deliverer/deliver-records.ts");
      const { tellDeliveryJson, tellDeliveryLines } = await import("./tell-delivery.ts");
      const lines = tellDeliveryLines((text) => void process.stderr.write(text));
      const events = tellDeliveryJson((text) => void process.stdout.write(text));
      process.exitCode = await deliverRecords({
        dataDir: data,
        until: once === true ? "once" : "for-ever",
        program: PROGRAM_VERSION,
        tell: (told) => {
          lines(told);
          if (json === true) events(told);
        },
      });
    });
};

const HELP = `
Each record goes out once it is in the journal, in that order, and again until it is taken. A run delivers, too;
one process at a time does, and others wait for it. Without --once it goes on until it is stopped, which ends it with 0.

Exit codes: 0 all delivered, or stopped; 2 wrong usage or config/station.yaml; 3 some are left (--once), or the
station failed.`;
