import { SerialPortStream } from "@serialport/stream";
import type { MakePortStream } from "../../../libs/link/port-stream.ts";

/** A call a port can be made to hang in or fail. */
type Call = "open" | "write" | "set" | "update" | "close";

interface Behaviour {
  readonly hangsIn?: Call;
  /** Every call of that name fails with this text. */
  readonly fails?: { readonly call: Call; readonly text: string };
  /** What the adapter makes of a rate. */
  readonly tunes?: (baud: number) => number;
}

/** An adapter with modem lines that a test can watch, under serialport's own stream. */
export interface FakeWires {
  readonly makeStream: MakePortStream;
  /** What reached the adapter, in order: "open", "rts:0 dtr:1 brk:0", "update 921600", "close". */
  readonly log: string[];
  /** Ends a hanging call after all. */
  finishHungCall(): void;
}

export const makeFakeWires = (behaviour: Behaviour = {}): FakeWires => {
  const log: string[] = [];
  let finishHungCall = (): void => undefined;
  const call = async (name: Call, entry: string): Promise<void> => {
    log.push(entry);
    if (behaviour.fails?.call === name) throw new Error(behaviour.fails.text);
    if (behaviour.hangsIn !== name) return;
    await new Promise<void>((resolve) => {
      finishHungCall = resolve;
    });
  };
  const bit = (flag: boolean | undefined): number => (flag === false ? 0 : 1);

  const open = async (openOptions: { readonly path: string; readonly baudRate: number }) => {
    await call("open", "open");
    let cancelRead = (_error: Error): void => undefined;
    let { baudRate } = openOptions;
    const port = {
      openOptions: openOptions as never,
      isOpen: true,
      close: async () => {
        await call("close", "close");
        port.isOpen = false;
        cancelRead(Object.assign(new Error("Canceled"), { canceled: true }));
      },
      read: () =>
        new Promise<never>((_resolve, reject) => {
          cancelRead = reject;
        }),
      write: (bytes: Buffer) => call("write", `write ${bytes.toString("hex")}`),
      update: async (options: { readonly baudRate: number }) => {
        await call("update", `update ${options.baudRate}`);
        baudRate = behaviour.tunes?.(options.baudRate) ?? options.baudRate;
      },
      set: (lines: { rts?: boolean; dtr?: boolean; brk?: boolean }) =>
        call("set", `rts:${bit(lines.rts)} dtr:${bit(lines.dtr)} brk:${bit(lines.brk)}`),
      get: async () => ({ cts: false, dsr: false, dcd: false }),
      getBaudRate: async () => ({ baudRate }),
      flush: async () => undefined,
      drain: async () => undefined,
    };
    return port;
  };

  return {
    log,
    makeStream: (settings) =>
      new SerialPortStream({
        ...settings,
        autoOpen: false,
        binding: { list: async () => [], open },
      }),
    finishHungCall: () => finishHungCall(),
  };
};
