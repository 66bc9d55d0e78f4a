import type { UsbPlace } from "./usb-device.ts";

/** A serial port of this machine. Fields the system does not know are absent; texts are as the device gives them, unescaped. */
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
  /** The chip's USB interface: tells the ports of an FT2232H, FT4232H or CP2108 apart. */
  readonly interfaceNumber?: number;
  /** The port within its interface: tells those of chips apart that have several on one. */
  readonly portNumber?: number;
  /** How long an FTDI adapter holds received bytes back, in ms, 1 to 255. */
  readonly latencyMs?: number;
  /** The file that says so and can be written, in sysfs. */
  readonly latencyFile?: string;
  /** Where it is plugged in; absent for a UART of the machine itself. */
  readonly usb?: UsbPlace;
  /** Whether the kernel's console runs on it: no place for a board. */
  readonly console?: true;
}

/** How a jig file should name a port: by its position where the system knows it. */
export const addressOf = (port: PortInfo): string => port.byPath ?? port.device;
