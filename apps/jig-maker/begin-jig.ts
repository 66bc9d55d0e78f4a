import { describePort } from "../../libs/adapters/describe-port.ts";
import { findHolders, type Holders } from "../../libs/adapters/find-holders.ts";
import { listPorts } from "../../libs/adapters/list-ports.ts";
import { addressOf, type PortInfo } from "../../libs/adapters/port-info.ts";
import { formatJig, type JigPage } from "./jig-text.ts";
import { nestId } from "./plan-nests.ts";

const HOW_TO = [
  "Begun by `npx flashline jig new`: one nest for each adapter that was found, to be put right.",
  "A nest that has its log on a second adapter: move that adapter's path to its `logPort`, and remove the nest it stood in.",
  "Say with `power` what switches each board; docs/jig-file.md has every field, docs/wiring.md the wiring.",
  "`npx flashline jig new --discover` finds out by itself which ports belong together.",
];

/** A jig file to begin with. */
export interface BegunJig {
  readonly text: string;
  /** Adapters that it has a nest for; with none its one nest only shows how. */
  readonly adapters: number;
}

/** A jig file to begin with, of the adapters of this machine. Opens none. */
export const beginJig = async (): Promise<BegunJig> => {
  const ports = (await listPorts()).filter(({ usb }) => usb !== undefined);
  const { byPort } = await findHolders(ports.map(({ device }) => device));
  return { text: formatJig(beginningOf(ports, byPort)), adapters: ports.length };
};

/** The page for ports as they were listed; `holders` go by device. */
export const beginningOf = (ports: readonly PortInfo[], holders: Holders["byPort"]): JigPage => {
  const power = { kind: "manual" };
  const nests = ports.map((port, at) => ({
    fields: { id: nestId(at + 1), flashPort: addressOf(port), power },
    comments: [describePort(port, holders.get(port.device) ?? [])],
  }));
  const none = {
    fields: { id: nestId(1), flashPort: "/dev/serial/by-path/your-adapter", power },
    comments: ["No adapter was found. `npx flashline ports` lists them once they are plugged in."],
  };
  return {
    comments: HOW_TO,
    fields: { jig: "new-jig", trigger: "operator" },
    nests: nests.length === 0 ? [none] : nests,
    remarks: [],
  };
};
