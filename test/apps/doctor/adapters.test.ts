import { chmodSync, readFileSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { nest, StationOfFiles } from "./station-of-files.ts";

const RULE = resolve(import.meta.dirname, "../../../config/udev/99-flashline.rules");
const latencyFile = (station: StationOfFiles): string =>
  realpathSync(join(station.root, "sys/class/tty/ttyUSB0/device/latency_timer"));

const stationWith = (adapters: number): StationOfFiles => {
  const station = new StationOfFiles();
  station.plugIn(adapters);
  return station;
};

test("the udev rule: installed, of another version, missing", async () => {
  using station = stationWith(1);
  const fixtures = [nest("F01", station.portAt(1))];
  const levels = async () =>
    (await station.findings("udev-rule", fixtures)).map((one) => one.level);
  const [missing] = await station.findings("udev-rule", fixtures);
  expect(missing?.level).toBe("warning");
  expect(missing?.commands?.[0]).toBe(`sudo cp ${RULE} /etc/udev/rules.d/`);
  station.put("etc/udev/rules.d/99-flashline.rules", "# an old one");
  expect(await levels()).toEqual(["warning"]);
  station.put("etc/udev/rules.d/99-flashline.rules", readFileSync(RULE, "utf8").trimEnd());
  expect(await levels()).toEqual(["ok"]);
});

test("a slow latency timer is set where that is allowed, and it says so", async () => {
  using station = stationWith(1);
  const fixtures = [nest("F01", station.portAt(1))];
  expect(await station.findings("latency", fixtures)).toMatchObject([{ level: "ok" }]);
  const slow = latencyFile(station);
  station.put("sys/class/tty/ttyUSB0/device/latency_timer", "16");
  // Not this user's to write, and then not to be touched.
  chmodSync(slow, 0o644);
  const refused = await station.findings("latency", fixtures);
  expect(refused).toMatchObject([{ level: "warning", commands: [`echo 1 | sudo tee ${slow}`] }]);
  chmodSync(slow, 0o664);
  const left = await station.findings("latency", fixtures, { order: { timers: "leave" } });
  expect(left).toMatchObject([{ level: "warning" }]);
  expect(readFileSync(slow, "utf8")).toBe("16\n");
  const set = await station.findings("latency", fixtures);
  expect(set).toMatchObject([
    { level: "note", what: expect.stringContaining("was 16 ms and is 1") },
  ]);
  expect(readFileSync(slow, "utf8")).toBe("1");
});

test("ModemManager and brltty: running, and kept away from adapters by udev or not", async () => {
  using station = stationWith(1);
  const fixtures = [nest("F01", station.portAt(1))];
  const find = () => station.findings("modem-manager", fixtures);
  expect(await find()).toMatchObject([{ level: "ok" }]);
  station.addProcess(9, "ModemManager", []);
  expect(await find()).toMatchObject([
    { level: "warning", commands: expect.arrayContaining(["sudo udevadm control --reload"]) },
  ]);
  station.put("sys/bus/usb/devices/1-1/dev", "189:5");
  station.put("run/udev/data/c189:5", "N:bus/usb/001/006\nE:ID_MM_DEVICE_IGNORE=1\nG:seat");
  expect(await find()).toMatchObject([{ level: "ok" }]);
  station.addProcess(10, "brltty", []);
  expect(await find()).toMatchObject([
    { level: "warning", what: expect.stringContaining("brltty") },
  ]);
});

test("adapters that the kernel may put to sleep", async () => {
  using station = stationWith(1);
  const fixtures = [nest("F01", station.portAt(1))];
  station.put("sys/bus/usb/devices/1-1/power/control", "on");
  expect(await station.findings("usb-suspend", fixtures)).toEqual([]);
  station.put("sys/bus/usb/devices/1-1/power/control", "auto");
  expect(await station.findings("usb-suspend", fixtures)).toMatchObject([
    { level: "note", what: expect.stringContaining("1-1") },
  ]);
});

test("more than one full-speed hub carries, at the recipe's rate", async () => {
  using station = new StationOfFiles();
  const chip = { speed: "12", idVendor: "1a86", idProduct: "7523" };
  station.addUsb("1-1", { ...chip, hub: { ports: 8, protocol: 0 } });
  const fixtures = [1, 2, 3, 4, 5, 6].map((at) => {
    station.addUsb(`1-1.${at}`, chip);
    station.addUsbTty({ name: `ttyUSB${at}`, at: `1-1.${at}`, driver: "ch341", portNumber: 0 });
    return nest(`F0${at}`, join(station.roots.dev, `ttyUSB${at}`));
  });
  expect(await station.findings("usb", fixtures)).toMatchObject([{ level: "ok" }]);
  station.put(
    "fast.yaml",
    JSON.stringify({
      ...{ recipe: "fast", chip: "bk7238", baud: 2000000, images: [{ file: "x" }] },
    }),
  );
  const order = { recipePath: join(station.root, "fast.yaml") };
  expect(await station.findings("usb", fixtures, { order })).toMatchObject([
    { level: "warning", what: expect.stringContaining("6 ports") },
  ]);
});

test("one pair of ports that lies unlike the others looks swapped or crossed", async () => {
  using station = stationWith(5);
  const pair = (at: number, flash: 0 | 1, logAt = at) =>
    nest(`F0${at}`, station.portAt(at, flash), {
      logPort: station.portAt(logAt, flash === 0 ? 1 : 0),
    });
  const right = [1, 2, 3].map((at) => pair(at, 0));
  expect(await station.findings("pairs", right)).toEqual([]);
  expect(await station.findings("pairs", [...right, pair(4, 1)])).toMatchObject([
    { level: "warning", fixture: "F04", what: expect.stringContaining("flash port after its log") },
  ]);
  expect(await station.findings("pairs", [...right, pair(4, 0, 5), pair(5, 0, 4)])).toMatchObject([
    { level: "warning", fixture: "F04", what: expect.stringContaining("two adapters") },
    { level: "warning", fixture: "F05", commands: [expect.stringContaining("commission --jig")] },
  ]);
});
