import { chmodSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { watchPorts } from "../../../apps/worker/port-watch.ts";
import type { WiredFixture } from "../../../libs/jig/jig.ts";
import { HandClock } from "../../support/hand-clock.ts";
import { until } from "../../support/until.ts";
import { SerialHost } from "../../support/usb/serial-host.ts";
import { VirtualAdapter } from "../../support/usb/virtual-adapter.ts";

let host: SerialHost;
let clock: HandClock;
let news: string[];
let troubles: string[];
beforeEach(() => {
  host = new SerialHost();
  clock = new HandClock(0);
  news = [];
  troubles = [];
});
afterEach(() => host[Symbol.dispose]());

const nest = (id: string, flashPort: string, logPort?: string): WiredFixture => ({
  ...{ id, flashPort, logPort, offMs: 500 },
  power: { kind: "none" },
  reset: { kind: "none" },
});

/** Told once each, as the worker passes it on. */
const watch = (...nests: WiredFixture[]) =>
  watchPorts(nests, {
    clock,
    onChange: (fixture, { ports }) => {
      const told = `${fixture} ${ports}`;
      if (news.findLast((entry) => entry.startsWith(`${fixture} `)) !== told) news.push(told);
    },
    onTrouble: (text) => troubles.push(text),
    identifyAdapter: host.identifyAdapter,
  });

/** Lets that many looks happen. */
const look = (times: number): void => clock.advance(times * 500);

/** Looks until all that was to be told is: sysfs answers when it likes. */
const lookUntil = (what: string, isSo: () => boolean): Promise<void> =>
  until(what, () => {
    look(1);
    return isSo();
  });

test("a pulled adapter is noticed within a second, and its return soon after; neighbours hear nothing", async () => {
  const [flash, log] = [new VirtualAdapter(clock), new VirtualAdapter(clock)];
  const other = new VirtualAdapter(clock);
  const one = nest("F01", host.plug(flash, "1").byPath, host.plug(log, "2").byPath);
  using _watching = await watch(one, nest("F02", host.plug(other, "3").byPath));
  look(3);
  expect(news.toSorted()).toEqual(["F01 here", "F02 here"]);
  host.unplug(log);
  look(1);
  expect(news.slice(2)).toEqual(["F01 gone"]);
  look(5);
  host.plug(log, "2");
  look(1);
  expect(news).toHaveLength(3);
  await lookUntil("the adapter is welcome", () => news.length > 3);
  expect(news.at(-1)).toBe("F01 here");
  expect([flash.levels, log.levels]).toEqual([[], []]);
});

test("a nest whose port is missing from the start waits for it", async () => {
  const adapter = new VirtualAdapter(clock);
  const { byPath } = host.plug(adapter, "1");
  host.unplug(adapter);
  using _watching = await watch(nest("F01", byPath));
  expect(news).toEqual(["F01 gone"]);
  host.plug(adapter, "1");
  await lookUntil("the adapter is welcome", () => news.length > 1);
  expect(news).toEqual(["F01 gone", "F01 here"]);
});

test("pulled and put back between two looks is pulled all the same", async () => {
  const adapter = new VirtualAdapter(clock);
  using _watching = await watch(nest("F01", host.plug(adapter, "1").byPath));
  host.unplug(adapter);
  host.plug(adapter, "1");
  await lookUntil("the adapter is welcome", () => news.length > 2);
  expect(news).toEqual(["F01 here", "F01 gone", "F01 here"]);
});

test("another adapter under the same name is not taken for the nest's, which is told once", async () => {
  const adapter = new VirtualAdapter(clock, { usb: { serial: "A" } });
  const { device } = host.plug(adapter, "1");
  using _watching = await watch(nest("F01", device));
  host.unplug(adapter);
  const stranger = new VirtualAdapter(clock, { usb: { serial: "B\u001b[2J" } });
  expect(host.plug(stranger, "4").device).toBe(device);
  await lookUntil("the stranger is refused", () => troubles.length > 0);
  look(4);
  expect(news).toEqual(["F01 here", "F01 gone"]);
  expect(troubles).toHaveLength(1);
  expect(troubles[0]).toMatch(
    /^F01: Port .* was 0403:6001 serial A at .* and is 0403:6001 serial B/,
  );
  expect(troubles[0]).not.toContain("\u001b");
  host.unplug(stranger);
  host.plug(adapter, "1");
  await lookUntil("the adapter is welcome", () => news.length > 2);
  expect(news.at(-1)).toBe("F01 here");
});

const isRoot = process.getuid?.() === 0;

test.skipIf(isRoot)(
  `a port that came back is waited for until we may open it${isRoot ? " (not as root, who may open anything)" : ""}`,
  async () => {
    const adapter = new VirtualAdapter(clock);
    using _watching = await watch(nest("F01", host.plug(adapter, "1").byPath));
    host.unplug(adapter);
    const { device } = host.plug(adapter, "1");
    chmodSync(device, 0);
    look(4);
    // As long as it would take sysfs to answer.
    for (let asked = 0; asked < 10; asked += 1) await host.identifyAdapter(device);
    expect(news).toEqual(["F01 here", "F01 gone"]);
    chmodSync(device, 0o600);
    await lookUntil("the adapter is welcome", () => news.length > 2);
    expect(news.at(-1)).toBe("F01 here");
    rmSync(device);
  },
);

test("a port that cannot even be looked at is gone, and the others are watched", async () => {
  const folder = mkdtempSync(join(tmpdir(), "port-watch-"));
  try {
    const loop = join(folder, "port");
    symlinkSync(loop, loop);
    const adapter = new VirtualAdapter(clock);
    using _watching = await watch(nest("F01", loop), nest("F02", host.plug(adapter, "1").byPath));
    look(3);
    expect(news.toSorted()).toEqual(["F01 gone", "F02 here"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
