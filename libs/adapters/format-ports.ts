import { printable } from "../failure/printable.ts";
import { describePort } from "./describe-port.ts";
import { findBottlenecks, type PortUse, portsThatFit } from "./find-bottlenecks.ts";
import type { Holders } from "./find-holders.ts";
import { addressOf, type PortInfo } from "./port-info.ts";
import { checkUsbBudget } from "./usb-budget.ts";
import { isRootHub, type UsbDevice } from "./usb-device.ts";

/** What is known of ports beside sysfs. */
export interface PortsAtWork {
  /** By device, as `findHolders` tells. */
  readonly holders: Holders["byPort"];
  /** The rate all would run at, for what USB carries. */
  readonly baud: number;
}

/**
 * Ports as lines of a jig file, by the hub they are plugged into: comments that tell them apart, then the
 * line to paste; at the end what is too much for USB.
 */
export const formatPorts = (ports: readonly PortInfo[], atWork: PortsAtWork): string => {
  if (ports.length === 0) {
    return "# No serial adapter found. Plug one in; on a bare system also install udev.\n";
  }
  const groups = [...Map.groupBy(ports, headingOf)].map(([heading, members]) => [
    `# ${heading}\n`,
    ...limitsOf(members, atWork.baud).map((limit) => `# ${limit}\n`),
    ...members.map((port) => formatPort(port, atWork)),
  ]);
  const warnings = checkUsbBudget(usesOf(ports, atWork.baud));
  return [
    ...groups.map((lines) => lines.join("")),
    ...warnings.map(({ problem, remedy }) => `# ! ${printable(problem)}\n#   ${remedy}\n`),
  ].join("\n");
};

/** The ports on USB, as if all burst at a rate. */
const usesOf = (ports: readonly PortInfo[], baud: number): PortUse[] =>
  ports.flatMap(({ device, usb }) => (usb === undefined ? [] : [{ name: device, usb, baud }]));

const formatPort = (port: PortInfo, { holders }: PortsAtWork): string => {
  const described = describePort(port, holders.get(port.device) ?? []);
  return `# ${described}\nflashPort: ${pasted(port)}\n`;
};

const pasted = (port: PortInfo): string => {
  const address = addressOf(port);
  if (port.byPath !== undefined || port.usb === undefined) return address;
  return `${address} # moves on replug: udev gives no /dev/serial/by-path here`;
};

const headingOf = ({ usb }: PortInfo): string => {
  if (usb === undefined) return "UARTs of this machine";
  const [, hub] = usb.chain;
  if (hub === undefined || isRootHub(hub)) {
    return printable(`USB sockets of ${usb.controller}, bus ${hub?.name ?? "unknown"}`);
  }
  return printable(`USB hub ${describeHub(hub)}`, 160);
};

/** The full-speed wires that several of these ports share. */
const limitsOf = (ports: readonly PortInfo[], baud: number): string[] =>
  findBottlenecks(usesOf(ports, baud))
    .filter(({ ports }) => ports.length > 1)
    .map(({ name }) => printable(`${name} carries ${portsThatFit(baud)} ports at ${baud} baud`));

const describeHub = ({ name, hub, speedMbps, usbId, product }: UsbDevice): string =>
  [
    name,
    hub?.ports === undefined ? undefined : `${hub.ports} ports`,
    speedMbps === undefined ? undefined : `${speedMbps} Mbit/s`,
    usbId,
    product,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
