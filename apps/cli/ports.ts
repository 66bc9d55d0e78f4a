import type { Command } from "commander";
import { formatPorts } from "../../libs/adapters/format-ports.ts";
import { listPorts } from "../../libs/adapters/list-ports.ts";

/** `flashline ports`: the adapters by USB position, ready to paste into a jig file. */
export const addPortsCommand = (program: Command): void => {
  program
    .command("ports")
    .description("list serial adapters by USB position, ready to paste into a jig file")
    .action(async () => {
      process.stdout.write(`${formatPorts(await listPorts())}\n`);
    });
};
