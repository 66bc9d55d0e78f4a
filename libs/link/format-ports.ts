import { printable } from "../failure/printable.ts";
import type { PortInfo } from "./list-ports.ts";

/** Below this an FTDI adapter costs no noticeable time; its default of 16 ms costs seconds a board. */
const GOOD_LATENCY_MS = 1;

/** Adapters as lines of a jig file: a comment that tells them apart, then the line to paste. */
export const formatPorts = (ports: readonly PortInfo[]): string =>
  ports.length === 0
    ? "# No serial adapter found. Plug one in; on a bare system also install udev.\n"
    : ports.map((port) => `# ${describe(port)}\nflashPort: ${addressOf(port)}\n`).join("");

const addressOf = (port: PortInfo): string =>
  port.byPath ?? `${port.device} # moves on replug: this system gives no /dev/serial/by-path`;

const describe = (port: PortInfo): string =>
  [
    port.device,
    port.driver,
    port.usbId,
    port.product,
    port.serialNumber === undefined ? undefined : `serial ${port.serialNumber}`,
    port.latencyMs === undefined ? undefined : latencyText(port.latencyMs),
  ]
    .filter((part) => part !== undefined)
    .map((part) => printable(part, 80))
    .join(", ");

const latencyText = (latencyMs: number): string =>
  latencyMs <= GOOD_LATENCY_MS
    ? `latency ${latencyMs} ms`
    : `latency ${latencyMs} ms (slow: write 1 to its latency_timer)`;
