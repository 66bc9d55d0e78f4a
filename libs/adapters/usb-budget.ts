import { countAdapters } from "./count-adapters.ts";
import { findBottlenecks, type PortUse, portsThatFit } from "./find-bottlenecks.ts";

/** Something about the USB wiring that costs time or loses adapters, as sentences for people. */
export interface UsbWarning {
  readonly problem: string;
  readonly remedy: string;
}

/** What is too much for the machine's USB, the worst first; nothing if all fits. */
export const checkUsbBudget = (uses: readonly PortUse[]): UsbWarning[] => [
  ...findBottlenecks(uses)
    .filter(({ load }) => load > 1)
    .map(({ name, ports, bytesPerSecond, load }) => ({
      problem: `${ports.length} ports (${shorten(ports)}) share ${name}: at once they want ${megabytes(bytesPerSecond)} MB/s, ${Math.round(load * 100)} % of what it carries.`,
      remedy: `Spread them over more sockets or over high-speed hubs with a translator for each port, or take a lower baud rate: ${fits([460800, 921600, 2000000])}.`,
    })),
  ...countAdapters(uses.map(({ usb }) => usb))
    .filter(({ crowded }) => crowded !== "no")
    .map(({ controller, adapters, crowded }) => ({
      problem: `${adapters} adapters hang on the USB controller ${controller}; ${crowded === "many" ? "some serve only 24" : "hardly one serves more than 32"}.`,
      remedy:
        "If the kernel says it is out of endpoints or bandwidth, put a USB card of its own in, or use adapters with four ports.",
    })),
];

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2);

const fits = (rates: readonly number[]): string =>
  rates.map((baud) => `${portsThatFit(baud)} fit at ${baud}`).join(", ");

const SHOWN = 4;

const shorten = (names: readonly string[]): string =>
  names.length <= SHOWN + 1
    ? names.join(", ")
    : `${names.slice(0, SHOWN).join(", ")} and ${names.length - SHOWN} more`;
