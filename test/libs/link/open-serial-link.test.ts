import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { openSerialLink } from "../../../libs/link/open-serial-link.ts";
import type { PortError, PortTrouble, SerialLink } from "../../../libs/link/serial-link.ts";
import { makeFakeWires } from "./fake-wires.ts";
import { openPty } from "./open-pty.ts";

const troubleOf = (attempt: PromiseLike<unknown>): PromiseLike<PortTrouble | "none"> =>
  attempt.then(
    () => "none",
    (error: PortError) => error.trouble,
  );

const bytesFrom = (link: SerialLink, count: number): Promise<Uint8Array> =>
  new Promise((resolve) => {
    const heard: number[] = [];
    const listening = link.onBytes((chunk) => {
      heard.push(...chunk);
      if (heard.length < count) return;
      listening[Symbol.dispose]();
      resolve(Uint8Array.from(heard));
    });
  });

const allBytes = Uint8Array.from({ length: 1024 }, (_, index) => index & 0xff);

test("carries every byte value both ways over a real port", async () => {
  using far = openPty();
  await using link = await openSerialLink(far.path, { baudRate: 921600 });
  await link.write(allBytes);
  expect(await far.receive(1024)).toEqual(allBytes);
  const heard = bytesFrom(link, 1024);
  far.send(allBytes);
  expect(await heard).toEqual(allBytes);
});

test("changes the rate of a real port", async () => {
  using far = openPty();
  await using link = await openSerialLink(far.path, { baudRate: 115200 });
  await link.setBaudRate(921600);
  expect(link.baudRate).toBe(921600);
});

test("a port that is open already is busy, and stays with its owner", async () => {
  using far = openPty();
  await using link = await openSerialLink(far.path, { baudRate: 115200 });
  expect(await troubleOf(openSerialLink(far.path, { baudRate: 115200 }))).toEqual({ kind: "busy" });
  await link.write(Uint8Array.of(7));
  expect(await far.receive(1)).toEqual(Uint8Array.of(7));
});

test("a closed port can be opened again, and the closed link refuses its calls", async () => {
  using far = openPty();
  const first = await openSerialLink(far.path, { baudRate: 115200 });
  await first[Symbol.asyncDispose]();
  await first[Symbol.asyncDispose]();
  expect(await troubleOf(first.write(Uint8Array.of(1)))).toMatchObject({ kind: "other" });
  await using second = await openSerialLink(far.path, { baudRate: 115200 });
  await second.write(Uint8Array.of(2));
  expect(await far.receive(1)).toEqual(Uint8Array.of(2));
});

test("pulling the plug of an idle port tells everybody once, and later listeners at once", async () => {
  using far = openPty();
  await using link = await openSerialLink(far.path, { baudRate: 115200 });
  const told: PortTrouble[] = [];
  const lost = new Promise<void>((resolve) => {
    link.onLost(({ trouble }) => {
      told.push(trouble);
      resolve();
    });
  });
  far.unplug();
  await lost;
  expect(await troubleOf(link.write(Uint8Array.of(1)))).toEqual({ kind: "unplugged" });
  expect(await troubleOf(link.setBaudRate(921600))).toEqual({ kind: "unplugged" });
  link.onLost(({ trouble }) => told.push(trouble));
  expect(told).toEqual([{ kind: "unplugged" }, { kind: "unplugged" }]);
});

test("a write that waits for a full port ends when the plug is pulled", async () => {
  using far = openPty();
  await using link = await openSerialLink(far.path, { baudRate: 115200 });
  const stuck = troubleOf(link.write(new Uint8Array(1 << 20)));
  await far.receive(1);
  far.unplug();
  expect(await stuck).toEqual({ kind: "unplugged" });
});

test("a port without modem lines opens; setting them is refused", async () => {
  using far = openPty();
  await using link = await openSerialLink(far.path, { baudRate: 115200 });
  expect(await troubleOf(link.setLines({ rts: true, dtr: false }))).toEqual({
    kind: "no-modem-lines",
  });
  await link.write(Uint8Array.of(1));
});

test("a missing port, and a file that is no port", async () => {
  expect(await troubleOf(openSerialLink("/dev/no-such-port", { baudRate: 115200 }))).toEqual({
    kind: "missing",
  });
  const folder = mkdtempSync(join(tmpdir(), "port-"));
  const file = join(folder, "no-port");
  writeFileSync(file, "");
  expect(await troubleOf(openSerialLink(file, { baudRate: 115200 }))).toMatchObject({
    kind: "other",
  });
  rmSync(folder, { recursive: true });
});

test.each([0, 123456, 4_000_000, Number.NaN])("baud rate %d is refused", async (baudRate) => {
  using far = openPty();
  expect(await troubleOf(openSerialLink(far.path, { baudRate }))).toMatchObject({ kind: "other" });
  await using link = await openSerialLink(far.path, { baudRate: 115200 });
  expect(await troubleOf(link.setBaudRate(baudRate))).toMatchObject({ kind: "other" });
  expect(link.baudRate).toBe(115200);
});

test("both lines are released right after open, and always set together", async () => {
  const wires = makeFakeWires();
  const options = { baudRate: 115200, makeStream: wires.makeStream };
  {
    await using link = await openSerialLink("fake", options);
    await link.setLines({ rts: true, dtr: false });
    await link.setLines({ rts: false, dtr: true });
  }
  expect(wires.log).toEqual([
    "open",
    "rts:0 dtr:0 brk:0",
    "rts:1 dtr:0 brk:0",
    "rts:0 dtr:1 brk:0",
    "close",
  ]);
});

test("a port whose lines cannot be released is closed again", async () => {
  const wires = makeFakeWires({
    fails: { call: "set", text: "Error: Input/output error, cannot set" },
  });
  const opening = openSerialLink("fake", { baudRate: 115200, makeStream: wires.makeStream });
  expect(await troubleOf(opening)).toEqual({ kind: "unplugged" });
  expect(wires.log.at(-1)).toBe("close");
});

test("a rate the adapter replaced by another is reported, and the true one kept", async () => {
  const wires = makeFakeWires({ tunes: (baud) => (baud === 921600 ? 923076 : 9600) });
  await using link = await openSerialLink("fake", {
    baudRate: 115200,
    makeStream: wires.makeStream,
  });
  await link.setBaudRate(921600);
  expect(link.baudRate).toBe(921600);
  expect(await troubleOf(link.setBaudRate(3_000_000))).toEqual({
    kind: "baud-refused",
    text: "the adapter took 9600 baud in place of 3000000",
  });
  expect(link.baudRate).toBe(9600);
});

test("a rate the driver will not set is reported as that, and the old one kept", async () => {
  const text = "Error: Invalid argument, cannot set custom baud rate";
  const wires = makeFakeWires({ fails: { call: "update", text } });
  await using link = await openSerialLink("fake", {
    baudRate: 115200,
    makeStream: wires.makeStream,
  });
  expect(await troubleOf(link.setBaudRate(921600))).toEqual({ kind: "baud-refused", text });
  expect(link.baudRate).toBe(115200);
});

test("a port that hangs in open ends as hung, and is closed should it open after all", async () => {
  const wires = makeFakeWires({ hangsIn: "open" });
  const clock = new VirtualClock();
  const opening = openSerialLink("fake", { baudRate: 115200, clock, makeStream: wires.makeStream });
  expect(await troubleOf(opening)).toEqual({ kind: "hung", waitedMs: 5000 });
  wires.finishHungCall();
  await clock.sleep(1);
  expect(wires.log).toEqual(["open", "close"]);
});

test.each([
  { hangsIn: "write" as const, act: (link: SerialLink) => link.write(Uint8Array.of(1)) },
  { hangsIn: "update" as const, act: (link: SerialLink) => link.setBaudRate(921600) },
])(
  "a port that hangs in $hangsIn ends as hung and makes nobody wait again",
  async ({ hangsIn, act }) => {
    const wires = makeFakeWires({ hangsIn });
    const clock = new VirtualClock();
    const link = await openSerialLink("fake", {
      baudRate: 115200,
      clock,
      makeStream: wires.makeStream,
    });
    const lost: PortTrouble[] = [];
    link.onLost(({ trouble }) => lost.push(trouble));
    expect(await troubleOf(act(link))).toMatchObject({ kind: "hung" });
    const hungAt = clock.now();
    expect(await troubleOf(link.write(Uint8Array.of(2)))).toMatchObject({ kind: "hung" });
    expect(clock.now()).toBe(hungAt);
    expect(lost).toMatchObject([{ kind: "hung" }]);
    await link[Symbol.asyncDispose]();
  },
);

test("a port that hangs in close ends as hung", async () => {
  const wires = makeFakeWires({ hangsIn: "close" });
  const clock = new VirtualClock();
  const link = await openSerialLink("fake", {
    baudRate: 115200,
    clock,
    makeStream: wires.makeStream,
  });
  expect(await troubleOf(link[Symbol.asyncDispose]())).toEqual({ kind: "hung", waitedMs: 5000 });
});

test("a port that hangs while its lines are released at open ends as hung", async () => {
  const wires = makeFakeWires({ hangsIn: "set" });
  const clock = new VirtualClock();
  const opening = openSerialLink("fake", { baudRate: 115200, clock, makeStream: wires.makeStream });
  expect(await troubleOf(opening)).toEqual({ kind: "hung", waitedMs: 5000 });
});
