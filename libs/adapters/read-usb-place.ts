import { basename, dirname, join } from "node:path";
import { readAttribute, readNumber } from "./read-attribute.ts";
import { isRootHub, type Translators, type UsbDevice, type UsbPlace } from "./usb-device.ts";

/** `usb1`, `1-2`, `1-2.3.4`: what the kernel calls a USB device; interfaces have a colon. */
const DEVICE_NAME = /^(usb\d{1,4}|\d{1,4}-\d{1,3}(\.\d{1,3})*)$/;

const HUB_CLASS = 9;

/** bDeviceProtocol of a hub: USB_HUB_PR_* of the kernel's ch11.h. 0 and 3 do not translate. */
const TRANSLATORS: Readonly<Record<number, Translators>> = { 1: "one", 2: "one-a-port" };

/** The USB device folder a folder of sysfs belongs to: itself or the nearest above; undefined if none. */
export const usbDeviceAbove = (folder: string): string | undefined => {
  if (DEVICE_NAME.test(basename(folder))) return folder;
  return dirname(folder) === folder ? undefined : usbDeviceAbove(dirname(folder));
};

/** The way from a USB device's folder in sysfs up to its controller. */
export const readUsbPlace = async (deviceFolder: string): Promise<UsbPlace> => {
  const folders = chainFrom(deviceFolder);
  const top = folders.at(-1) ?? deviceFolder;
  const chain = await Promise.all(folders.map(readDevice));
  return { controller: basename(dirname(top)), chain };
};

/** Each hub's folder holds those of the devices plugged into it. */
const chainFrom = (folder: string): string[] =>
  DEVICE_NAME.test(basename(folder)) ? [folder, ...chainFrom(dirname(folder))] : [];

const readDevice = async (folder: string): Promise<UsbDevice> => {
  const name = basename(folder);
  const [speedText, vendor, productId, product, deviceClass, protocol, ports] = await Promise.all([
    readAttribute(join(folder, "speed")),
    readAttribute(join(folder, "idVendor")),
    readAttribute(join(folder, "idProduct")),
    readAttribute(join(folder, "product")),
    readNumber(join(folder, "bDeviceClass"), { min: 0, max: 255, base: 16 }),
    readNumber(join(folder, "bDeviceProtocol"), { min: 0, max: 255, base: 16 }),
    readNumber(join(folder, "maxchild"), { min: 1, max: 255, base: 10 }),
  ]);
  const speedMbps = Number(speedText);
  // A controller's own hub says "one" where the controller itself does the translating: no bottleneck is known there.
  const isRoot = isRootHub({ name });
  const translators = isRoot ? "none" : (TRANSLATORS[protocol ?? 0] ?? "none");
  return {
    name,
    ...(speedMbps > 0 && speedMbps < 1e6 ? { speedMbps } : {}),
    ...(vendor === undefined ? {} : { usbId: `${vendor}:${productId ?? "????"}` }),
    ...(product === undefined ? {} : { product }),
    ...(isRoot || deviceClass === HUB_CLASS
      ? { hub: { ...(ports === undefined ? {} : { ports }), translators } }
      : {}),
  };
};
