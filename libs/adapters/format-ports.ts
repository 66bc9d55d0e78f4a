import { printable } from "../failure/printable.ts";
import { addressOf, type PortInfo } from "./port-info.ts";
import { isRootHub, type UsbDevice } from "./usb-device.ts";

/** Below this an FTDI adapter costs no noticeable time; its default of 16 ms costs seconds a board. */
const GOOD_LATENCY_MS = 1;

/**
 * Ports as lines of a jig file, by the hub they are plugged into: comments that tell them apart, then the
 * line to paste.
 */
export const formatPorts = (ports: readonly PortInfo[]): string => {
  if (ports.length === 0) {
    return "# No serial adapter found. Plug one in; on a bare system also install udev.\n";
  }
  const groups = Map.groupBy(ports, headingOf);
  return [...groups]
    .map(([heading, members]) => `# ${heading}\n${members.map(formatPort).join("")}`)
    .join("\n");
};

const formatPort = (port: PortInfo): string => `# ${describe(port)}\nflashPort: ${pasted(port)}\n`;

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

const describeHub = ({ name, hub, speedMbps, usbId, product }: UsbDevice): string =>
  [
    name,
    hub?.ports === undefined ? undefined : `${hub.ports} ports`,
    speedMbps === undefined ? undefined : `${speedMbps} Mbit/s`,
    hub?.translators === "one" ? "one translator for all ports" : undefined,
    hub?.translators === "one-a-port" ? "a translator for each port" : undefined,
    usbId,
    product,
  ]
    .filter((part) => part !== undefined)
    .join(", ");

const describe = (port: PortInfo): string =>
  [
    port.device,
    port.driver,
    port.usbId,
    port.product,
    port.serialNumber === undefined ? undefined : `serial ${port.serialNumber}`,
    port.interfaceNumber === undefined ? undefined : `interface ${port.interfaceNumber}`,
    port.latencyMs === undefined ? undefined : latencyText(port.latencyMs),
    port.usb === undefined ? "built in" : undefined,
    port.console === true ? "the kernel's console: not for a board" : undefined,
  ]
    .filter((part) => part !== undefined)
    .map((part) => printable(part, 80))
    .join(", ");

const latencyText = (latencyMs: number): string =>
  latencyMs <= GOOD_LATENCY_MS
    ? `latency ${latencyMs} ms`
    : `latency ${latencyMs} ms (slow: write 1 to its latency_timer)`;
