import { expect, test } from "vitest";
import { toHex } from "../../../libs/bytes/hex.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import type { SerialLink } from "../../../libs/link/serial-link.ts";
import {
  connectVirtualFixture,
  type NestWiring,
} from "../../../libs/simulator/connect-virtual-fixture.ts";
import { VirtualBoard } from "../../../libs/simulator/virtual-board.ts";
import { bootableFlash } from "./bench.ts";

const LINK = Buffer.from("01e0fc0100", "hex");
const LINKED = "040e0501e0fc0100";

const nest = (wiring: Partial<NestWiring> = {}) => {
  const clock = new VirtualClock();
  const board = new VirtualBoard({ chip: "bk7231n", clock, flash: bootableFlash() });
  return { clock, board, fixture: connectVirtualFixture(board, { clock, ...wiring }) };
};

const collect = (link: SerialLink): { text: () => string } => {
  let heard = "";
  link.onBytes((chunk) => {
    heard += toHex(chunk);
  });
  return { text: () => heard };
};

test("links, changes the rate and sees the boot log, with power only while switched on", async () => {
  const { clock, fixture, board } = nest();
  await using session = await fixture.open().then((open) => ({
    ...open,
    [Symbol.asyncDispose]: async () => void (await open.release()),
  }));
  const heard = collect(session.flash);
  const log = session.log === undefined ? undefined : collect(session.log);
  await clock.sleep(100);
  await session.control.start();
  await clock.sleep(20);
  await session.flash.write(LINK);
  await clock.sleep(20);
  expect(heard.text()).toBe(LINKED);
  await session.flash.setBaudRate(57_600);
  await session.flash.write(LINK);
  await clock.sleep(20);
  expect(heard.text()).toBe(LINKED);
  await session.control.stop();
  await clock.sleep(100);
  await session.control.start();
  await clock.sleep(1000);
  expect(Buffer.from(log?.text() ?? "", "hex").toString()).toContain("V:BK7231N_1.18.0");
  expect(await session.release()).toBeUndefined();
  expect(await session.release()).toBeUndefined();
  expect(board.powered).toBe(false);
  expect(fixture.edges.map(({ to, at }) => `${to} ${at}`)).toEqual([
    "on 100",
    "off 160",
    "on 260",
    "off 1260",
  ]);
});

test("the chip at a rate the host is not at is garbage", async () => {
  const { clock, fixture } = nest();
  const session = await fixture.open();
  const heard = collect(session.flash);
  await session.control.start();
  await clock.sleep(20);
  await session.flash.write(LINK);
  await session.flash.setBaudRate(921_600);
  await clock.sleep(20);
  expect(heard.text()).toHaveLength(LINKED.length);
  expect(heard.text()).not.toBe(LINKED);
});

test("an adapter of 16 ms holds the answer back, and loses it when the rate is set", async () => {
  const { clock, fixture } = nest({ adapter: { latencyMs: 16 } });
  const session = await fixture.open();
  const heard = collect(session.flash);
  await session.control.start();
  await clock.sleep(20);
  await session.flash.write(LINK);
  // 5 bytes there, the first one back, 16 ms.
  await clock.sleep(16.4);
  expect(heard.text()).toBe("");
  await clock.sleep(0.3);
  expect(heard.text()).toBe(LINKED);
  await session.flash.write(LINK);
  await clock.sleep(10);
  await session.flash.setBaudRate(57_600);
  await clock.sleep(100);
  expect(heard.text()).toBe(LINKED);
});

test("an adapter refuses a rate that it does not have, and takes 9600", async () => {
  const { fixture } = nest({ adapter: { fastestBaud: 460_800 } });
  const { flash } = await fixture.open();
  await expect(flash.setBaudRate(921_600)).rejects.toMatchObject({
    trouble: { kind: "baud-refused" },
  });
  expect(flash.baudRate).toBe(9600);
});

test("CEN on RTS stops and starts a board that always has power", async () => {
  const { clock, fixture, board } = nest({ control: "reset-line" });
  const session = await fixture.open();
  const heard = collect(session.flash);
  await session.control.stop();
  await clock.sleep(1000);
  await session.control.start();
  await clock.sleep(20);
  await session.flash.write(LINK);
  await clock.sleep(20);
  expect(heard.text()).toBe(LINKED);
  expect(board.powered).toBe(true);
  expect(fixture.edges).toEqual([]);
});

test("opening a port with CEN on its RTS restarts the board", async () => {
  const { clock, fixture, board } = nest({ control: "reset-line" });
  let log = "";
  board.onLog((bytes) => {
    log += Buffer.from(bytes).toString("latin1");
  });
  await clock.sleep(1000);
  expect(log.split("J 0x10000")).toHaveLength(2);
  await fixture.open();
  await clock.sleep(1000);
  expect(log.split("J 0x10000")).toHaveLength(3);
});

test("without the wire there are no modem lines", async () => {
  const session = await nest().fixture.open();
  await expect(session.flash.setLines({ rts: true, dtr: false })).rejects.toMatchObject({
    trouble: { kind: "no-modem-lines" },
  });
});

test("a relay that fails says so, also at the end", async () => {
  const { fixture } = nest();
  const session = await fixture.open();
  fixture.breakRelay("stuck");
  const failure = { code: "relay-failed", control: "relay of F01", reason: "stuck" };
  await expect(session.control.start()).rejects.toMatchObject({ failure });
  expect(await session.release()).toEqual(failure);
  expect(await fixture.makeSafe()).toEqual(failure);
});

test("an adapter that is pulled out tells its listeners and fails every call", async () => {
  const { fixture } = nest();
  const session = await fixture.open();
  const losses: string[] = [];
  session.flash.onLost((error) => losses.push(error.trouble.kind));
  fixture.flashLink?.unplug();
  fixture.flashLink?.unplug();
  session.flash.onLost((error) => losses.push(`again ${error.trouble.kind}`));
  expect(losses).toEqual(["unplugged", "again unplugged"]);
  await expect(session.flash.write(LINK)).rejects.toMatchObject({
    trouble: { kind: "unplugged" },
  });
});

test("a hung port gives up after 2 s and brings nothing", async () => {
  const { clock, fixture } = nest();
  const session = await fixture.open();
  await session.control.start();
  const heard = collect(session.flash);
  fixture.flashLink?.hang();
  const from = clock.now();
  await expect(session.flash.write(LINK)).rejects.toMatchObject({
    trouble: { kind: "hung", waitedMs: 2000 },
  });
  expect(clock.now() - from).toBe(2000);
  expect(heard.text()).toBe("");
});
