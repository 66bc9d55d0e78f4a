import { afterEach, beforeEach, expect, test } from "vitest";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { PortOpener } from "../../../libs/link/port-opener.ts";
import type { PortError, PortTrouble, SerialLink } from "../../../libs/link/serial-link.ts";
import { type PortNames, SerialHost } from "../../support/usb/serial-host.ts";
import { VirtualAdapter } from "../../support/usb/virtual-adapter.ts";

let host: SerialHost;
let clock: VirtualClock;
let adapter: VirtualAdapter;
let names: PortNames;
let opener: PortOpener;
beforeEach(() => {
  host = new SerialHost();
  clock = new VirtualClock();
  adapter = new VirtualAdapter(clock);
  names = host.plug(adapter, "2");
  opener = new PortOpener(clock);
});
afterEach(() => host[Symbol.dispose]());

const open = (): Promise<SerialLink> =>
  opener.open(names.byPath, { baudRate: 115_200, makeStream: host.makeStream });

const troubleOf = (attempt: Promise<unknown>): Promise<PortTrouble | "none"> =>
  attempt.then(
    () => "none",
    (error: PortError) => error.trouble,
  );

const lossesOf = (link: SerialLink): PortTrouble[] => {
  const losses: PortTrouble[] = [];
  link.onLost(({ trouble }) => losses.push(trouble));
  return losses;
};

test("an unplug is told once while idle, though nobody wrote or asked", async () => {
  await using link = await open();
  const losses = lossesOf(link);
  host.unplug(adapter);
  await clock.sleep(60_000);
  expect(losses).toEqual([{ kind: "unplugged" }]);
});

test("an unplug in mid-write, which comes as an error and two closes, is told once; every write ends", async () => {
  await using link = await open();
  const losses = lossesOf(link);
  const writes = [10_000, 1, 1].map((length) => troubleOf(link.write(new Uint8Array(length))));
  host.unplug(adapter);
  expect(await Promise.all(writes)).toEqual(Array(3).fill({ kind: "unplugged" }));
  expect(await troubleOf(link.write(Uint8Array.of(1)))).toEqual({ kind: "unplugged" });
  await clock.sleep(60_000);
  expect(losses).toEqual([{ kind: "unplugged" }]);
});

test("what was stuck in a lost connection is not sent by the next one", async () => {
  const link = await open();
  const stuck = troubleOf(link.write(new Uint8Array(10_000).fill(0xee)));
  host.unplug(adapter);
  await stuck;
  const late = troubleOf(link.write(Uint8Array.of(0xdd)));
  await link[Symbol.asyncDispose]();
  await late;
  const sent: number[] = [];
  host.plug(adapter, "2");
  adapter.onHostBytes((bytes) => sent.push(...bytes));
  await using next = await open();
  await next.write(Uint8Array.of(7));
  await clock.sleep(1000);
  expect(sent).toEqual([7]);
});
