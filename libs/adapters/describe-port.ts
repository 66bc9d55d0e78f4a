import { printable } from "../failure/printable.ts";
import type { Holder } from "./find-holders.ts";
import type { PortInfo } from "./port-info.ts";

/** Below this an FTDI adapter costs no noticeable time; its default of 16 ms costs seconds a board. */
const GOOD_LATENCY_MS = 1;

/** What tells a port from its neighbours, and who has it open, in one line fit for a terminal. */
export const describePort = (port: PortInfo, holders: readonly Holder[] = []): string =>
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
    ...holders.map(({ pid, program }) => `in use by ${program} (process ${pid})`),
  ]
    .filter((part) => part !== undefined)
    .map((part) => printable(part, 80))
    .join(", ");

const latencyText = (latencyMs: number): string =>
  latencyMs <= GOOD_LATENCY_MS
    ? `latency ${latencyMs} ms`
    : `latency ${latencyMs} ms (slow: write 1 to its latency_timer)`;
