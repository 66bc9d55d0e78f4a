import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { SystemRoots } from "../../libs/adapters/system-roots.ts";

/** A USB device or hub, as sysfs describes it; hex texts as there (`0403`, `02`). */
export interface FakeUsbDevice {
  readonly speed: string;
  readonly idVendor: string;
  readonly idProduct: string;
  readonly product?: string;
  readonly serial?: string;
  /** Only of a hub: its ports, and bDeviceProtocol 0 (no translator), 1 (one) or 2 (one a port). */
  readonly hub?: { readonly ports: number; readonly protocol: 0 | 1 | 2 | 3 };
}

/** A tty on a USB interface. */
export interface FakeUsbTty {
  /** Such as ttyUSB0. */
  readonly name: string;
  /** Position of its USB device, such as 1-2.3. */
  readonly at: string;
  readonly interfaceNumber?: number;
  readonly driver: string;
  /** As usb-serial drivers (ftdi_sio, ch341, cp210x) do: a folder of its own with port_number. */
  readonly portNumber?: number;
  readonly latencyMs?: number;
}

/** A UART of the machine itself. */
export interface FakeUart {
  readonly name: string;
  /** As in serial_core: 0 = nothing there, 4 = 16550A, 32 = PL011. */
  readonly type: number;
  readonly console?: "Y" | "N";
}

const CONTROLLER = "pci0000:00/0000:00:14.0";

/**
 * A generated /sys, /dev and /proc in a folder of its own, in the kernel's shapes: USB devices below
 * their hubs, ttys below their interfaces, udev's links where udev makes them (ttyUSB and ttyACM
 * only). One xHCI controller with the buses usb1 (480) and usb2 (5000). Removed when disposed.
 */
export class FakeSystem implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), "fake-system-"));
  readonly roots: SystemRoots = {
    dev: join(this.root, "dev"),
    sys: join(this.root, "sys"),
    proc: join(this.root, "proc"),
  };

  constructor() {
    for (const folder of ["dev", "sys/class/tty", "sys/bus/usb/devices", "proc"]) {
      mkdirSync(join(this.root, folder), { recursive: true });
    }
    const rootHub = { idVendor: "1d6b", product: "xHCI Host Controller", serial: "0000:00:14.0" };
    this.addUsb("usb1", {
      ...rootHub,
      speed: "480",
      idProduct: "0002",
      hub: { ports: 16, protocol: 1 },
    });
    this.addUsb("usb2", {
      ...rootHub,
      speed: "5000",
      idProduct: "0003",
      hub: { ports: 8, protocol: 3 },
    });
  }

  /** Writes a file below the root, with the line end sysfs gives. */
  put(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  }

  /** A link below the root, relative as the kernel's and udev's are; in place of one there. */
  link(path: string, target: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    rmSync(file, { force: true });
    symlinkSync(relative(dirname(file), join(this.root, target)), file);
  }

  /** Plugs a device or hub in at a position such as `1-2` or, behind hub 1-2, `1-2.3`. */
  addUsb(at: string, device: FakeUsbDevice): void {
    const folder = usbFolder(at);
    const { hub, ...texts } = device;
    for (const [name, text] of Object.entries(texts)) this.put(`${folder}/${name}`, text);
    this.put(`${folder}/bDeviceClass`, hub === undefined ? "00" : "09");
    this.put(`${folder}/bDeviceProtocol`, `0${hub?.protocol ?? 0}`);
    this.put(`${folder}/maxchild`, `${hub?.ports ?? 0}`);
    this.link(`sys/bus/usb/devices/${at}`, folder);
  }

  /** Adds a tty on a device that is plugged in, with udev's links if udev would make them. */
  addUsbTty({ name, at, interfaceNumber = 0, driver, portNumber, latencyMs }: FakeUsbTty): void {
    const usbInterface = `${usbFolder(at)}/${at}:1.${interfaceNumber}`;
    this.put(`${usbInterface}/bInterfaceNumber`, interfaceNumber.toString(16).padStart(2, "0"));
    const device = portNumber === undefined ? usbInterface : `${usbInterface}/${name}`;
    const bus = portNumber === undefined ? "usb" : "usb-serial";
    if (portNumber !== undefined) this.put(`${device}/port_number`, `${portNumber}`);
    if (latencyMs !== undefined) this.put(`${device}/latency_timer`, `${latencyMs}`);
    this.#addTty(name, device, `${bus}/drivers/${driver}`);
    if (!/^tty(USB|ACM)\d/.test(name)) return;
    const port = portNumber === undefined ? "" : `-port${portNumber}`;
    const ports = at.replace(/^\d+-/, "");
    for (const bus of ["usb", "usbv2"]) {
      this.link(
        `dev/serial/by-path/pci-0000:00:14.0-${bus}-0:${ports}:1.${interfaceNumber}${port}`,
        `dev/${name}`,
      );
    }
  }

  /** A link by maker and serial number, as udev names it below /dev/serial/by-id. */
  addById(id: string, name: string): void {
    this.link(`dev/serial/by-id/${id}`, `dev/${name}`);
  }

  addUart({ name, type, console = "N" }: FakeUart): void {
    this.#addTty(name, `sys/devices/platform/serial8250/${name}.0`, "serial-base/drivers/port");
    this.put(`sys/class/tty/${name}/type`, `${type}`);
    this.put(`sys/class/tty/${name}/console`, console);
  }

  /** A process that has files open, as /proc shows it. */
  addProcess(pid: number, name: string, openFiles: readonly string[]): void {
    this.put(`proc/${pid}/comm`, name);
    mkdirSync(join(this.root, `proc/${pid}/fd`), { recursive: true });
    for (const [at, file] of openFiles.entries()) {
      symlinkSync(file, join(this.root, `proc/${pid}/fd/${at}`));
    }
  }

  /** Pulls a device: its folder goes, links to it stay, as they do for a moment. */
  pull(at: string): void {
    rmSync(join(this.root, usbFolder(at)), { recursive: true });
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #addTty(name: string, device: string, driver: string): void {
    mkdirSync(join(this.root, `sys/bus/${driver}`), { recursive: true });
    this.link(`${device}/driver`, `sys/bus/${driver}`);
    const tty = `${device}/tty/${name}`;
    this.link(`${tty}/device`, device);
    this.link(`sys/class/tty/${name}`, tty);
    this.put(`dev/${name}`, "");
  }
}

/** Where the kernel keeps a USB device: in its hub's folder, root hub `usbN` on top. */
const usbFolder = (at: string): string => {
  if (at.startsWith("usb")) return `sys/devices/${CONTROLLER}/${at}`;
  const [bus = "1", ports = ""] = at.split("-");
  const steps = ports.split(".");
  const names = steps.map((_, last) => `${bus}-${steps.slice(0, last + 1).join(".")}`);
  return [`sys/devices/${CONTROLLER}/usb${bus}`, ...names].join("/");
};
