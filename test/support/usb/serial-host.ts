import { realpathSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { SerialPortStream } from "@serialport/stream";
import { identifyAdapter } from "../../../libs/adapters/identify-adapter.ts";
import type { IdentifyAdapter } from "../../../libs/fixture/known-adapters.ts";
import type { MakePortStream } from "../../../libs/link/port-stream.ts";
import { FakeSystem } from "../fake-system.ts";
import { AdapterConnection, type OpenOptions } from "./adapter-connection.ts";
import type { VirtualAdapter } from "./virtual-adapter.ts";

/** The names a machine has for an adapter that is plugged in. */
export interface PortNames {
  /** `.../dev/ttyUSBn`: the lowest number nobody holds, as the kernel gives it. */
  readonly device: string;
  /** By the socket it is in. */
  readonly byPath: string;
}

interface Plugged {
  readonly adapter: VirtualAdapter;
  readonly at: string;
}

/**
 * The machine adapters are plugged into, for serialport's own stream in place of the native binding,
 * with a /dev and /sys of its own. It behaves as observed on the kernel's FTDI driver (hardware.md):
 * opening raises RTS and DTR, also where the lock then refuses; the last close drops them; a number
 * stays taken while a descriptor of an adapter that is gone is open.
 */
export class SerialHost implements Disposable {
  readonly #system = new FakeSystem();
  readonly #plugged = new Map<string, Plugged>();
  /** How many descriptors hold a name. */
  readonly #held = new Map<string, number>();

  /** serialport's stream over this machine's ports, as `makeSerialPort` makes it over real ones. */
  readonly makeStream: MakePortStream = (settings) =>
    new SerialPortStream({
      ...settings,
      autoOpen: false,
      lock: true,
      binding: {
        list: async () => [],
        open: (options: OpenOptions) => this.#open(options),
      },
    });

  /** Finds adapters in this machine's sysfs. */
  readonly identifyAdapter: IdentifyAdapter = (path) => identifyAdapter(path, this.#system.roots);

  /** Plugs an adapter into a socket of the machine, such as `2` or, of the hub in socket 1, `1.2`. */
  plug(adapter: VirtualAdapter, socket: string): PortNames {
    let number = 0;
    const isTaken = (name: string): boolean =>
      this.#plugged.has(name) || (this.#held.get(name) ?? 0) > 0;
    while (isTaken(`ttyUSB${number}`)) number += 1;
    const name = `ttyUSB${number}`;
    const at = `1-${socket}`;
    const { idVendor = "0403", idProduct = "6001", serial } = adapter.traits.usb ?? {};
    this.#system.addUsb(at, { speed: "12", idVendor, idProduct, ...(serial && { serial }) });
    this.#system.addUsbTty({ name, at, driver: "ftdi_sio", portNumber: 0 });
    this.#plugged.set(name, { adapter, at });
    const { dev } = this.#system.roots;
    return {
      device: join(dev, name),
      byPath: join(dev, `serial/by-path/pci-0000:00:14.0-usb-0:${socket}:1.0-port0`),
    };
  }

  /** Pulls an adapter out: its pins lose their power, its names go. */
  unplug(adapter: VirtualAdapter): void {
    for (const [name, { adapter: other, at }] of this.#plugged) {
      if (other !== adapter) continue;
      this.#plugged.delete(name);
      this.#system.pull(at);
      rmSync(join(this.#system.roots.dev, name));
    }
    for (const connection of adapter.connections) connection.lose();
    adapter.dropLines();
  }

  [Symbol.dispose](): void {
    this.#system[Symbol.dispose]();
  }

  async #open(options: OpenOptions): Promise<AdapterConnection> {
    const { path, lock } = options;
    const name = nameOf(path);
    const adapter = this.#plugged.get(name)?.adapter;
    if (adapter === undefined)
      throw new Error(`Error: No such file or directory, cannot open ${path}`);
    await adapter.passes("open");
    if (adapter.traits.lines !== "absent") adapter.setLines({ rts: true, dtr: true });
    if (lock === true && adapter.connections.size > 0)
      throw new Error("Error Resource temporarily unavailable Cannot lock port");
    this.#hold(name, 1);
    const connection = new AdapterConnection(adapter, options, () => this.#hold(name, -1));
    adapter.connections.add(connection);
    return connection;
  }

  #hold(name: string, more: 1 | -1): void {
    this.#held.set(name, (this.#held.get(name) ?? 0) + more);
  }
}

const nameOf = (path: string): string => {
  try {
    return basename(realpathSync(path));
  } catch {
    return "";
  }
};
