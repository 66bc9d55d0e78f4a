import { basename, join } from "node:path";
import { readAttribute, targetOf } from "./read-attribute.ts";
import { usbDeviceAbove } from "./read-usb-place.ts";
import { SYSTEM, type SystemRoots } from "./system-roots.ts";

/** What tells the adapter behind a port's name from others. Texts are as the device gives them, unescaped. */
export interface AdapterIdentity {
  /** Its USB position with interface and port, such as `1-2.3:1.0/0`. */
  readonly position: string;
  /** Vendor and product, such as 0403:6001. */
  readonly usbId: string;
  /** Many adapters have none of their own, and many share one. */
  readonly serialNumber: string | undefined;
}

/**
 * The USB adapter a port's name leads to at this moment, from sysfs alone; undefined for a name that
 * leads nowhere, a UART of the machine itself and a pseudo-terminal. Never throws.
 */
export const identifyAdapter = async (
  path: string,
  roots: SystemRoots = SYSTEM,
): Promise<AdapterIdentity | undefined> => {
  const tty = basename((await targetOf(path)) ?? path);
  const device = await targetOf(join(roots.sys, "class/tty", tty, "device"));
  const usbDevice = device === undefined ? undefined : usbDeviceAbove(device);
  if (device === undefined || usbDevice === undefined) return undefined;
  const [vendor, product, serialNumber, port] = await Promise.all([
    readAttribute(join(usbDevice, "idVendor")),
    readAttribute(join(usbDevice, "idProduct")),
    readAttribute(join(usbDevice, "serial")),
    readAttribute(join(device, "port_number")),
  ]);
  if (vendor === undefined || product === undefined) return undefined;
  // The interface's folder names the device, too; the tty's own below it moves with every replug.
  const [usbInterface = ""] = device.slice(usbDevice.length + 1).split("/");
  return {
    position: [usbInterface || basename(usbDevice), ...(port === undefined ? [] : [port])].join(
      "/",
    ),
    usbId: `${vendor}:${product}`,
    serialNumber,
  };
};

/** An identity for people, unescaped: `0403:6001 serial A50285BI at 1-2.3:1.0/0`. */
export const describeAdapter = ({ position, usbId, serialNumber }: AdapterIdentity): string =>
  [usbId, ...(serialNumber === undefined ? [] : [`serial ${serialNumber}`]), `at ${position}`].join(
    " ",
  );
