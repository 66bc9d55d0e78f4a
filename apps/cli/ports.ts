import { type Command, Option } from "commander";
import { findHolders } from "../../libs/adapters/find-holders.ts";
import { formatPorts } from "../../libs/adapters/format-ports.ts";
import { listPorts } from "../../libs/adapters/list-ports.ts";
import { safeJson } from "../../libs/report/safe-json.ts";
import { baudRate } from "./option-values.ts";

interface PortsOptions {
  readonly baud: number;
  readonly json?: true;
}

/** `flashline ports`: the adapters by USB position, ready to paste into a jig file. */
export const addPortsCommand = (program: Command): void => {
  program
    .command("ports")
    .description("list serial adapters by USB position, ready to paste into a jig file")
    .addOption(
      new Option("--baud <rate>", "the rate to judge hubs by").argParser(baudRate).default(921600),
    )
    .option("--json", "one JSON object a port on stdout")
    .addHelpText("after", HELP)
    .action(async ({ baud, json }: PortsOptions) => {
      const ports = await listPorts();
      const { byPort: holders } = await findHolders(ports.map(({ device }) => device));
      if (json !== true) {
        process.stdout.write(formatPorts(ports, { holders, baud }));
        return;
      }
      for (const port of ports) {
        const row = { kind: "port", ...port, holders: holders.get(port.device) ?? [] };
        process.stdout.write(`${safeJson(row)}\n`);
      }
    });
};

const HELP = `
Opens no port, so that boards and stations at work notice nothing. Programs of other users that have
a port open show only to root, or when they have locked it.`;
