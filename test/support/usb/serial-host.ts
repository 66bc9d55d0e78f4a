import { SerialPortStream } from "@serialport/stream";
import type { MakePortStream } from "../../../libs/link/port-stream.ts";
import { AdapterConnection, type OpenOptions } from "./adapter-connection.ts";
import type { VirtualAdapter } from "./virtual-adapter.ts";

/** The names a machine has for an adapter that is plugged in. */
export interface PortNames {
  /** `/dev/ttyUSBn`: the lowest number nobody holds, as the kernel gives it. */
  readonly device: string;
  /** By the socket it is in. */
  readonly byPath: string;
}

/**
 * The machine adapters are plugged into, for serialport's own stream in place of the native binding.
 * It behaves as observed on the kernel's FTDI driver (hardware.md): opening raises RTS and DTR, also
 * where the lock then refuses; the last close drops them; a number stays taken while a descriptor of
 * an adapter that is gone is open.
 */
export class SerialHost {
  readonly #devices = new Map<number, VirtualAdapter>();
  readonly #sockets = new Map<string, number>();
  /** How many descriptors hold a number. */
  readonly #held = new Map<number, number>();

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

  /** Plugs an adapter into a socket of the machine, such as `1.2`. */
  plug(adapter: VirtualAdapter, socket: string): PortNames {
    let number = 0;
    while (this.#devices.has(number) || (this.#held.get(number) ?? 0) > 0) number += 1;
    this.#devices.set(number, adapter);
    this.#sockets.set(socket, number);
    return {
      device: `/dev/ttyUSB${number}`,
      byPath: `/dev/serial/by-path/usb-0:${socket}:1.0-port0`,
    };
  }

  /** Pulls an adapter out: its pins lose their power, its names go. */
  unplug(adapter: VirtualAdapter): void {
    for (const [number, other] of this.#devices) {
      if (other !== adapter) continue;
      this.#devices.delete(number);
      for (const [socket, at] of this.#sockets) if (at === number) this.#sockets.delete(socket);
    }
    for (const connection of adapter.connections) connection.lose();
    adapter.dropLines();
  }

  async #open(options: OpenOptions): Promise<AdapterConnection> {
    const { path, lock } = options;
    const number = this.#numberOf(path);
    const adapter = number === undefined ? undefined : this.#devices.get(number);
    if (number === undefined || adapter === undefined)
      throw new Error(`Error: No such file or directory, cannot open ${path}`);
    await adapter.passes("open");
    if (adapter.traits.lines !== "absent") adapter.setLines({ rts: true, dtr: true });
    if (lock === true && adapter.connections.size > 0)
      throw new Error("Error Resource temporarily unavailable Cannot lock port");
    this.#held.set(number, (this.#held.get(number) ?? 0) + 1);
    const connection = new AdapterConnection(adapter, options, () =>
      this.#held.set(number, (this.#held.get(number) ?? 0) - 1),
    );
    adapter.connections.add(connection);
    return connection;
  }

  #numberOf(path: string): number | undefined {
    const socket = /by-path\/usb-0:(.+):1\.0-port0$/.exec(path)?.[1];
    if (socket !== undefined) return this.#sockets.get(socket);
    const number = /^\/dev\/ttyUSB(\d+)$/.exec(path)?.[1];
    return number === undefined ? undefined : Number(number);
  }
}
