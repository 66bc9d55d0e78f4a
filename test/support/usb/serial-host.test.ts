import { afterEach, expect, test } from "vitest";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import { SerialHost } from "./serial-host.ts";
import { type AdapterTraits, VirtualAdapter } from "./virtual-adapter.ts";
import { wireBoard } from "./wire-board.ts";

let hosts = new DisposableStack();
afterEach(() => {
  hosts.dispose();
  hosts = new DisposableStack();
});

/** The adapter as observed on the kernel's own driver (hardware.md), through serialport's own stream. */
const plugIn = (traits: AdapterTraits = {}) => {
  const clock = new VirtualClock();
  const host = hosts.use(new SerialHost());
  const adapter = new VirtualAdapter(clock, traits);
  const names = host.plug(adapter, "1.2");
  const stream = (path: string = names.device) => host.makeStream({ path, baudRate: 115_200 });
  return { clock, host, adapter, names, stream };
};

type Stream = ReturnType<ReturnType<typeof plugIn>["stream"]>;

const called = (start: (done: (error: Error | null | undefined) => void) => void) =>
  new Promise<string>((resolve) => start((error) => resolve(error?.message ?? "done")));

const open = (stream: Stream) => called((done) => stream.open(done));
const close = (stream: Stream) => called((done) => stream.close(done));
const write = (stream: Stream, bytes: Uint8Array) => called((done) => stream.write(bytes, done));

const eventsOf = (stream: Stream): string[] => {
  const events: string[] = [];
  stream.on("error", (error) => events.push(`error ${error?.message}`));
  stream.on("close", (error) => events.push(`close ${error?.message ?? ""}`.trim()));
  return events;
};

test("opening raises both lines, closing drops both; set moves both at once", async () => {
  const { adapter, stream } = plugIn();
  const port = stream();
  await open(port);
  await called((done) => port.set({ rts: false, dtr: true, brk: false }, done));
  await close(port);
  expect(adapter.levels).toEqual(["rts:1 dtr:1", "rts:0 dtr:1", "rts:0 dtr:0"]);
});

test("a second open is refused by the lock, and raises the lines of the live port all the same", async () => {
  const { adapter, stream, names } = plugIn();
  const port = stream();
  await open(port);
  await called((done) => port.set({ rts: false, dtr: false, brk: false }, done));
  expect(await open(stream(names.byPath))).toBe(
    "Error Resource temporarily unavailable Cannot lock port",
  );
  expect(adapter.lines).toEqual({ rts: true, dtr: true });
});

test("unplugged while somebody reads: one close, no error", async () => {
  const { clock, host, adapter, stream } = plugIn();
  const port = stream();
  const events = eventsOf(port);
  port.on("data", () => undefined);
  await open(port);
  host.unplug(adapter);
  await clock.sleep(1);
  expect(events).toEqual(["close bad file descriptor"]);
});

test("unplugged while writing: an error and two closes", async () => {
  const { clock, host, adapter, stream } = plugIn();
  const port = stream();
  const events = eventsOf(port);
  await open(port);
  const writing = write(port, new Uint8Array(10_000));
  host.unplug(adapter);
  expect(await writing).toBe("EIO: i/o error, write");
  await clock.sleep(1);
  expect(events.sort()).toEqual([
    "close",
    "close EIO: i/o error, write",
    "error EIO: i/o error, write",
  ]);
});

test("a write after an unplug is answered by nobody, until the object is opened again and sends it", async () => {
  const { clock, host, adapter, stream } = plugIn();
  const port = stream();
  port.on("data", () => undefined);
  await open(port);
  host.unplug(adapter);
  await clock.sleep(1);
  let isAnswered = false;
  port.write(Uint8Array.of(7), () => {
    isAnswered = true;
  });
  await clock.sleep(60_000);
  expect(isAnswered).toBe(false);
  const sent: number[] = [];
  adapter.onHostBytes((bytes) => sent.push(...bytes));
  host.plug(adapter, "1.2");
  await open(port);
  await clock.sleep(1);
  expect(sent).toEqual([7]);
});

test("unplugged while nobody reads: no event, the next write tells", async () => {
  const { clock, host, adapter, stream } = plugIn();
  const port = stream();
  const events = eventsOf(port);
  await open(port);
  host.unplug(adapter);
  await clock.sleep(60_000);
  expect(events).toEqual([]);
  expect(await write(port, Uint8Array.of(1))).toBe("EIO: i/o error, write");
});

test("a number stays taken while a dead descriptor is open: the adapter comes back under another", async () => {
  const { host, adapter, names, stream } = plugIn();
  const port = stream();
  await open(port);
  host.unplug(adapter);
  expect(await open(stream())).toBe(
    `Error: No such file or directory, cannot open ${names.device}`,
  );
  const again = host.plug(adapter, "1.2");
  expect(again.byPath).toBe(names.byPath);
  expect(again.device).not.toBe(names.device);
  await close(port);
  expect(host.plug(new VirtualAdapter(new VirtualClock()), "1.3").device).toBe(names.device);
});

test("a driver may refuse a rate, or say one and take another", async () => {
  const tune = (asked: number) =>
    asked === 3_000_000 ? "refused" : { told: asked, wire: asked === 2_000_000 ? 9600 : asked };
  const { adapter, stream } = plugIn({ tune });
  const port = stream();
  await open(port);
  expect(await called((done) => port.update({ baudRate: 3_000_000 }, done))).toContain("Invalid");
  expect(await called((done) => port.update({ baudRate: 2_000_000 }, done))).toBe("done");
  expect(await port.port?.getBaudRate()).toEqual({ baudRate: 2_000_000 });
  expect(adapter.wireBaud).toBe(9600);
});

test("a long write waits for the wire; a change of rate loses what has not left", async () => {
  const { clock, adapter, stream } = plugIn();
  const port = stream();
  let left = 0;
  adapter.onHostBytes((bytes) => {
    left += bytes.length;
  });
  await open(port);
  await write(port, new Uint8Array(8192));
  expect(clock.now()).toBeGreaterThan(300);
  await called((done) => port.update({ baudRate: 921_600 }, done));
  await clock.sleep(1000);
  expect(left).toBeLessThan(4200);
});

test("a stalled call comes back when the driver does", async () => {
  const { clock, adapter, stream } = plugIn();
  const port = stream();
  adapter.stall("open");
  const opening = open(port);
  await clock.sleep(60_000);
  expect(adapter.levels).toEqual([]);
  adapter.resume();
  expect(await opening).toBe("done");
});

test("RTS and DTR reach the board as they are wired", async () => {
  const { clock, adapter, stream } = plugIn();
  const board = new VirtualBoard({ chip: "bk7231n", clock });
  using _wires = wireBoard(board, { flash: adapter, dtr: "supply", rts: "cen" });
  const port = stream();
  const heard: Uint8Array[] = [];
  port.on("data", (chunk) => heard.push(chunk));
  expect(board.powered).toBe(false);
  await open(port);
  expect(board.powered).toBe(true);
  await called((done) => port.set({ rts: false, dtr: true, brk: false }, done));
  for (let check = 0; check < 20; check += 1) {
    await write(port, Uint8Array.of(0x01, 0xe0, 0xfc, 0x01, 0x00));
    await clock.sleep(20);
  }
  expect(Buffer.concat(heard).toString("hex")).toContain("040e0501e0fc0100");
  await close(port);
  expect(board.powered).toBe(false);
});
