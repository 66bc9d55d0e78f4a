import { basename, join } from "node:path";
import type { PortInfo } from "./port-info.ts";
import { namesIn, readAttribute, readNumber, targetOf } from "./read-attribute.ts";
import { readUsbPlace, usbDeviceAbove } from "./read-usb-place.ts";
import { SYSTEM, type SystemRoots } from "./system-roots.ts";

/** The type of a place for a UART that is not there; PCs have dozens. */
const NO_UART = "0";

/**
 * Serial ports in the order of their USB positions, from /dev/serial and /sys, without opening any
 * (that would move RTS and DTR). serialport's own list is not used: it needs udevadm, knows no
 * positions, and drops multi-port CH34x names (hardware.md).
 */
export const listPorts = async (roots: SystemRoots = SYSTEM): Promise<PortInfo[]> => {
  const byPath = await linksByTarget(join(roots.dev, "serial/by-path"));
  const byId = await linksByTarget(join(roots.dev, "serial/by-id"));
  const names = await namesIn(join(roots.sys, "class/tty"));
  const ports = await Promise.all(
    names.map(async (name): Promise<PortInfo | undefined> => {
      const details = await readTty(join(roots.sys, "class/tty", name));
      if (details === undefined) return undefined;
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
  return ports.filter((port) => port !== undefined).sort(byPlace);
};

/** USB first, by position as people count (2 before 10), then the machine's own. */
const byPlace = (a: PortInfo, b: PortInfo): number =>
  Number(a.usb === undefined) - Number(b.usb === undefined) ||
  placeOf(a).localeCompare(placeOf(b), "en", { numeric: true });

const placeOf = ({ usb, interfaceNumber, portNumber, device }: PortInfo): string =>
  [usb?.controller, usb?.chain[0]?.name, interfaceNumber, portNumber, device].join(" ");

/** Device name to the link that names it; of several links the first by name. */
const linksByTarget = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const links = new Map<string, string>();
  for (const name of await namesIn(folder)) {
    const link = join(folder, name);
    const target = await targetOf(link);
    if (target !== undefined && !links.has(basename(target))) links.set(basename(target), link);
  }
  return links;
};

/** A tty's details from its folder in /sys/class/tty; undefined for what is no serial port. */
const readTty = async (
  tty: string,
): Promise<Omit<PortInfo, "device" | "byPath" | "byId"> | undefined> => {
  const device = await targetOf(join(tty, "device"));
  if (device === undefined) return undefined;
  const driver = await targetOf(join(device, "driver"));
  if (driver === undefined || (await readAttribute(join(tty, "type"))) === NO_UART)
    return undefined;
  const named = { driver: basename(driver) };
  const usbDevice = usbDeviceAbove(device);
  if (usbDevice === undefined) {
    const isConsole = (await readAttribute(join(tty, "console"))) === "Y";
    return { ...named, ...(isConsole ? { console: true } : {}) };
  }
  return { ...named, ...(await readAdapter(device, usbDevice)) };
};

const readAdapter = async (
  device: string,
  usbDevice: string,
): Promise<Omit<PortInfo, "device" | "byPath" | "byId">> => {
  const usb = await readUsbPlace(usbDevice);
  const [self] = usb.chain;
  const latencyFile = join(device, "latency_timer");
  const [latencyMs, serialNumber, interfaceNumber, portNumber] = await Promise.all([
    readNumber(latencyFile, { min: 0, max: 255, base: 10 }),
    readAttribute(join(usbDevice, "serial")),
    readInterface(device, usbDevice),
    readNumber(join(device, "port_number"), { min: 0, max: 255, base: 10 }),
  ]);
  return {
    ...(self?.usbId === undefined ? {} : { usbId: self.usbId }),
    ...(self?.product === undefined ? {} : { product: self.product }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(interfaceNumber === undefined ? {} : { interfaceNumber }),
    ...(portNumber === undefined ? {} : { portNumber }),
    ...(latencyMs === undefined ? {} : { latencyMs, latencyFile }),
    usb,
  };
};

/** A tty's device is its interface (cdc_acm, usb_ch343) or a port folder in it (usb-serial). */
const readInterface = async (device: string, usbDevice: string): Promise<number | undefined> => {
  const [name] = device.slice(usbDevice.length + 1).split("/");
  if (name === undefined || name === "") return undefined;
  const file = join(usbDevice, name, "bInterfaceNumber");
  return await readNumber(file, { min: 0, max: 255, base: 16 });
};
