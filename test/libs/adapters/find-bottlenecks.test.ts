import fc from "fast-check";
import { expect, test } from "vitest";
import { countAdapters } from "../../../libs/adapters/count-adapters.ts";
import { findBottlenecks, portsThatFit } from "../../../libs/adapters/find-bottlenecks.ts";
import { checkUsbBudget } from "../../../libs/adapters/usb-budget.ts";
import type { Translators, UsbDevice, UsbPlace } from "../../../libs/adapters/usb-device.ts";

const root: UsbDevice = { name: "usb1", speedMbps: 480, hub: { ports: 16, translators: "none" } };
const slowRoot: UsbDevice = { name: "usb3", speedMbps: 12, hub: { ports: 2, translators: "none" } };

const hub = (name: string, speedMbps: number, translators: Translators): UsbDevice => ({
  name,
  speedMbps,
  hub: { ports: 7, translators },
});

const place = (adapter: UsbDevice, ...hubs: readonly UsbDevice[]): UsbPlace => ({
  controller: "0000:00:14.0",
  chain: [adapter, ...hubs],
});

const adapter = (name: string, speedMbps = 12): UsbDevice => ({ name, speedMbps });

const single = hub("1-2", 480, "one");
const multi = hub("1-2", 480, "one-a-port");
const slow = hub("1-2", 12, "none");

test.each<[string, UsbPlace, string | undefined]>([
  ["in a socket of the machine", place(adapter("1-3"), root), "the full-speed adapter 1-3"],
  ["high-speed (FT4232H)", place(adapter("1-3", 480), root), undefined],
  ["high-speed behind a hub", place(adapter("1-2.1", 480), single, root), undefined],
  ["one translator", place(adapter("1-2.1"), single, root), "the one translator of hub 1-2"],
  [
    "a translator a port",
    place(adapter("1-2.7"), multi, root),
    "the translator of port 7 of hub 1-2",
  ],
  ["a full-speed hub", place(adapter("1-2.1"), slow, root), "the full-speed hub 1-2"],
  [
    "a full-speed hub behind one translator",
    place(adapter("1-2.4.1"), hub("1-2.4", 12, "none"), single, root),
    "the one translator of hub 1-2",
  ],
  [
    "a full-speed hub behind a translator a port",
    place(adapter("1-2.4.1"), hub("1-2.4", 12, "none"), multi, root),
    "the translator of port 4 of hub 1-2",
  ],
  [
    "the nearer of two high-speed hubs translates",
    place(adapter("1-2.4.1"), hub("1-2.4", 480, "one"), multi, root),
    "the one translator of hub 1-2.4",
  ],
  [
    "a high-speed hub that does not say what it has",
    place(adapter("1-2.1"), hub("1-2", 480, "none"), root),
    "the one translator of hub 1-2",
  ],
  ["a full-speed bus (OHCI, UHCI)", place(adapter("3-1"), slowRoot), "the full-speed bus usb3"],
  ["a low-speed device", place(adapter("1-3", 1.5), root), "the full-speed adapter 1-3"],
  ["no speed known", place({ name: "1-3" }, { name: "usb1" }), undefined],
  ["no chain", { controller: "x", chain: [] }, undefined],
])("an adapter's bottleneck: %s", (_, usb, name) => {
  const [bottleneck] = findBottlenecks([{ name: "a", usb, baud: 921600 }]);
  expect(bottleneck?.name).toBe(name);
});

test.each([
  [921600, 11],
  [2000000, 5],
  [460800, 23],
  [115200, 93],
  [1500000, 7],
  [3000000, 3],
])("at %i baud %i ports fit", (baud, ports) => {
  const use = (at: number) => ({
    name: `F${at}`,
    usb: place(adapter(`1-2.${at}`), single, root),
    baud,
  });
  const uses = (count: number) => Array.from({ length: count }, (_, at) => use(at + 1));
  expect(portsThatFit(baud)).toBe(ports);
  expect(checkUsbBudget(uses(ports)).filter(({ problem }) => problem.includes("share"))).toEqual(
    [],
  );
  expect(checkUsbBudget(uses(ports + 1))[0]?.problem).toContain(
    "share the one translator of hub 1-2",
  );
});

test("the same adapters on a hub with a translator for each port are no load", () => {
  const uses = Array.from({ length: 7 }, (_, at) => ({
    name: `F${at}`,
    usb: place(adapter(`1-2.${at + 1}`), multi, root),
    baud: 3000000,
  }));
  expect(findBottlenecks(uses)).toHaveLength(7);
  expect(checkUsbBudget(uses)).toEqual([]);
});

test("every port with a known speed is counted once, and loads add up", () => {
  const anyUse = fc
    .record({
      port: fc.integer({ min: 1, max: 7 }),
      speed: fc.constantFrom(12, 480),
      above: fc.constantFrom(single, multi, slow, root),
      baud: fc.constantFrom(115200, 921600, 2000000),
    })
    .map(({ port, speed, above, baud }) => ({
      name: `port ${port}`,
      usb: place(
        adapter(above === root ? `1-${port}` : `1-2.${port}`, above === slow ? 12 : speed),
        ...(above === root ? [root] : [above, root]),
      ),
      baud,
    }));
  fc.assert(
    fc.property(fc.array(anyUse, { maxLength: 40 }), (uses) => {
      const slowUses = uses.filter(({ usb }) => usb.chain[0]?.speedMbps === 12);
      const found = findBottlenecks(uses);
      expect(found.flatMap(({ ports }) => ports)).toHaveLength(slowUses.length);
      const moved = found.reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0);
      expect(moved).toBeCloseTo(slowUses.reduce((sum, { baud }) => sum + baud / 10, 0));
      expect(found.map(({ load }) => load)).toEqual(
        found.map(({ load }) => load).sort((a, b) => b - a),
      );
    }),
  );
});

test.each([
  [24, "no"],
  [25, "many"],
  [32, "many"],
  [33, "too-many"],
])("%i adapters at one controller: crowded %s", (count, crowded) => {
  const places = Array.from({ length: count }, (_, at) => place(adapter(`1-${at + 1}`, 480), root));
  // A second port of the first chip is no second adapter.
  const [load] = countAdapters([...places, place(adapter("1-1", 480), root)]);
  expect(load).toEqual({ controller: "0000:00:14.0", adapters: count, crowded });
});
