import { readdir, readFile, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A serial adapter of this machine. Fields the system does not know are absent. */
export interface PortInfo {
  /** Such as /dev/ttyUSB0: moves with every replug. */
  readonly device: string;
  /** The USB position: stays with the socket, so it is what a jig file should name. */
  readonly byPath?: string;
  /** By maker and serial number; many adapters have none of their own. */
  readonly byId?: string;
  /** Kernel driver, such as ftdi_sio. */
  readonly driver?: string;
  /** USB vendor and product, such as 0403:6001. */
  readonly usbId?: string;
  readonly product?: string;
  readonly serialNumber?: string;
  /** How long an FTDI adapter holds received bytes back, in ms. */
  readonly latencyMs?: number;
}

/** Where the system keeps its devices; elsewhere in tests. */
export interface SystemRoots {
  readonly dev: string;
  readonly sys: string;
}

const SYSTEM: SystemRoots = { dev: "/dev", sys: "/sys" };

/** The type of a place for a UART that is not there; PCs have dozens. */
const NO_UART = "0";

/**
 * Serial adapters in the order of their USB positions, from /dev/serial and /sys. serialport's own
 * list is not used: it needs udevadm, knows no positions, and drops multi-port CH34x names.
 */
export const listPorts = async (roots: SystemRoots = SYSTEM): Promise<PortInfo[]> => {
  const byPath = await linksByTarget(join(roots.dev, "serial/by-path"));
  const byId = await linksByTarget(join(roots.dev, "serial/by-id"));
  const names = await namesIn(join(roots.sys, "class/tty"));
  const ports = await Promise.all(
    names.map(async (name): Promise<PortInfo | undefined> => {
      const tty = join(roots.sys, "class/tty", name);
      const details = await readDetails(join(tty, "device"));
      if (details?.driver === undefined || (await readLine(join(tty, "type"))) === NO_UART) return;
      const position = byPath.get(name);
      const id = byId.get(name);
      return {
        device: join(roots.dev, name),
        ...(position === undefined ? {} : { byPath: position }),
        ...(id === undefined ? {} : { byId: id }),
        ...details,
      };
    }),
  );
  const place = (port: PortInfo): string => port.byPath ?? port.device;
  return ports
    .filter((port) => port !== undefined)
    .sort((a, b) => place(a).localeCompare(place(b), "en", { numeric: true }));
};

/** Device name to the link that names it; of several links the first by name. */
const linksByTarget = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const links = new Map<string, string>();
  for (const name of await namesIn(folder)) {
    const link = join(folder, name);
    const target = await orUndefined(realpath(link));
    if (target !== undefined && !links.has(basename(target))) links.set(basename(target), link);
  }
  return links;
};

const readDetails = async (
  deviceLink: string,
): Promise<Omit<PortInfo, "device" | "byPath" | "byId"> | undefined> => {
  const device = await orUndefined(realpath(deviceLink));
  if (device === undefined) return undefined;
  const driver = await orUndefined(realpath(join(device, "driver")));
  const latency = await readLine(join(device, "latency_timer"));
  const usb = await usbDeviceAbove(device);
  const product = usb && (await readLine(join(usb, "product")));
  const serialNumber = usb && (await readLine(join(usb, "serial")));
  const vendorId = usb && (await readLine(join(usb, "idVendor")));
  const productId = usb && (await readLine(join(usb, "idProduct")));
  return {
    ...(driver === undefined ? {} : { driver: basename(driver) }),
    ...(vendorId === undefined ? {} : { usbId: `${vendorId}:${productId ?? "????"}` }),
    ...(product === undefined ? {} : { product }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(latency === undefined ? {} : { latencyMs: Number(latency) }),
  };
};

/** The USB device an interface belongs to: the nearest folder above that names its vendor. */
const usbDeviceAbove = async (folder: string): Promise<string | undefined> => {
  if ((await readLine(join(folder, "idVendor"))) !== undefined) return folder;
  return dirname(folder) === folder ? undefined : await usbDeviceAbove(dirname(folder));
};

const readLine = async (file: string): Promise<string | undefined> =>
  (await orUndefined(readFile(file, "utf8")))?.trim();

const namesIn = async (folder: string): Promise<string[]> =>
  ((await orUndefined(readdir(folder))) ?? []).sort();

/** Devices come and go while they are listed; what is gone is not listed. */
const orUndefined = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch(() => undefined);
