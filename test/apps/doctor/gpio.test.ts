import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Machine } from "../../../apps/doctor/machine.ts";
import { nest, StationOfFiles } from "./station-of-files.ts";

const relay = (kind: "gpio" | "gpiod", line = 3, chip = "pinctrl-rp1") => [
  nest("F01", "/dev/nowhere", { power: { kind, chip, line, activeLow: true } }),
];

const stationWithSysfs = (): StationOfFiles => {
  const station = new StationOfFiles();
  station.addGpioChip("pinctrl-rp1");
  chmodSync(join(station.root, "sys/class/gpio/export"), 0o220);
  return station;
};

test("a relay's line in sysfs that is there and free; and no line, nothing to say", async () => {
  using station = stationWithSysfs();
  expect(await station.findings("gpio", relay("gpio"))).toMatchObject([{ level: "ok" }]);
  expect(await station.findings("gpio", [nest("F01", "/dev/nowhere")])).toEqual([]);
});

test.each([
  ["a chip that is not there", relay("gpio", 3, "pinctrl-bcm2711"), "pinctrl-rp1"],
  ["a line beyond the chip", relay("gpio", 32), "lines 0 to 31"],
])("%s", async (_, fixtures, says) => {
  using station = stationWithSysfs();
  expect(await station.findings("gpio", fixtures)).toMatchObject([
    { level: "problem", fixture: "F01", what: expect.stringContaining(says) },
  ]);
});

test("no permission, onoff that is not built, and a machine without GPIO", async () => {
  using station = stationWithSysfs();
  const machine = { onoffTrouble: async () => "onoff is not built: run npm run postinstall" };
  expect(await station.findings("gpio", relay("gpio"), { machine })).toMatchObject([
    { level: "problem", commands: [expect.stringContaining("apt-get"), expect.any(String)] },
  ]);
  const user = { name: "eva", uid: 4242, groups: [] };
  const refused = { machine: { user, mayUse: async () => false } };
  station.put("etc/group", `gpio:x:${process.getgid?.() ?? 0}:`);
  expect(await station.findings("gpio", relay("gpio"), refused)).toMatchObject([
    { level: "problem", commands: ["sudo usermod -aG gpio eva"] },
  ]);
  chmodSync(join(station.root, "sys/class/gpio/export"), 0o200);
  expect(await station.findings("gpio", relay("gpio"), refused)).toMatchObject([
    { level: "problem", remedy: expect.stringContaining("kind: gpiod") },
  ]);
  using bare = new StationOfFiles();
  for (const kind of ["gpio", "gpiod"] as const)
    expect(await bare.findings("gpio", relay(kind))).toMatchObject([
      { level: "problem", what: expect.stringContaining("has no GPIO") },
    ]);
});

test("a relay left on by a process that died, unless its owner lives", async () => {
  using station = stationWithSysfs();
  station.put("sys/class/gpio/gpio515/direction", "out");
  station.put("sys/class/gpio/gpio515/value", "1");
  expect(await station.findings("gpio", relay("gpio"))).toMatchObject([{ level: "ok" }]);
  station.put("sys/class/gpio/gpio515/value", "0");
  expect(await station.findings("gpio", relay("gpio"))).toMatchObject([
    { level: "warning", commands: [expect.stringMatching(/^npx flashline jig make-safe --jig /)] },
  ]);
  const ownerOf = async () => "F01 of process 7";
  expect(await station.findings("gpio", relay("gpio"), { machine: { ownerOf } })).toMatchObject([
    { level: "ok" },
  ]);
});

test("switches and lamps are lines, too", async () => {
  using station = stationWithSysfs();
  const line = (number: number) => ({ kind: "gpio", chip: "pinctrl-rp1", line: number });
  const fixtures = [
    nest("F01", "/dev/nowhere", {
      inputs: { lid: line(4), present: line(40) },
      lamps: { pass: line(5), fail: line(50) },
    }),
  ];
  expect(await station.findings("gpio", fixtures)).toMatchObject([
    { level: "problem", fixture: "F01", what: expect.stringContaining("present line") },
    { level: "problem", fixture: "F01", what: expect.stringContaining("fail lamp line") },
  ]);
});

const CHIPS = "gpiochip0 [pinctrl-rp1] (54 lines)\ngpiochip10 [brcmvirt-gpio] (8 lines)\n";
const INFO = {
  "libgpiod 1": `gpiochip0 - 54 lines:
	line   0:      unnamed       unused   input  active-high 
	line   3:   "GPIO3"       "w1-gpio"  output   active-low [used]
	line   4:   "GPIO4"       unused   output   active-high
	line   5:   "GPIO5"       kernel   input  active-high [used]\n`,
  "libgpiod 2": `gpiochip0 - 54 lines:
	line   0:	unnamed         	input
	line   3:	"GPIO3"         	output active-low consumer="w1-gpio"
	line   4:	"GPIO4"         	output
	line   5:	"GPIO5"         	input consumer="kernel"\n`,
};

test.each(Object.entries(INFO))(
  "lines by character device, in the words of %s",
  async (_, info) => {
    using station = new StationOfFiles();
    station.put("dev/gpiochip0", "");
    const tools = ["gpiodetect", "gpioinfo", "gpioset", "gpioget"];
    for (const tool of tools) {
      station.put(`bin/${tool}`, "");
      chmodSync(join(station.root, "bin", tool), 0o755);
    }
    const ask: Machine["ask"] = async ([program]) => ({
      code: 0,
      stdout: program === "gpiodetect" ? CHIPS : info,
    });
    const machine = { path: join(station.root, "bin"), ask };
    const find = (line: number, chip?: string) =>
      station.findings("gpio", relay("gpio", line, chip), { machine });
    expect(await find(4)).toMatchObject([{ level: "ok" }]);
    expect(await find(3)).toMatchObject([
      {
        level: "problem",
        what: expect.stringContaining("w1-gpio"),
        commands: ["gpioinfo gpiochip0"],
      },
    ]);
    expect(await find(5)).toMatchObject([
      { level: "problem", what: expect.stringContaining("kernel") },
    ]);
    expect(await find(54)).toMatchObject([{ what: expect.stringContaining("lines 0 to 53") }]);
    expect(await find(4, "other")).toMatchObject([
      { what: expect.stringContaining("brcmvirt-gpio") },
    ]);
    // Kind gpiod goes that way in any case; kind gpio as well where sysfs GPIO is missing.
    expect(await station.findings("gpio", relay("gpiod"), { machine })).toMatchObject([
      { level: "problem", what: expect.stringContaining("w1-gpio") },
    ]);
    const twice = {
      ...machine,
      ask: async () => ({ code: 0, stdout: CHIPS.replace("brcmvirt-gpio", "pinctrl-rp1") }),
    };
    expect(await station.findings("gpio", relay("gpiod"), { machine: twice })).toMatchObject([
      { what: expect.stringContaining("gpiochip0 and gpiochip10 have the same label") },
    ]);
    const nobody = { ...machine, mayUse: async () => false, ask: async () => undefined };
    expect(await station.findings("gpio", relay("gpio"), { machine: nobody })).toMatchObject([
      { level: "problem", what: expect.stringContaining("gpiochip0") },
    ]);
    // A station at work holds its lines by right.
    const atWork = { ...machine, ownerOf: async () => "F01 of process 7" };
    expect(await station.findings("gpio", relay("gpiod"), { machine: atWork })).toMatchObject([
      { level: "ok" },
    ]);
    const bare = { machine: { path: "/nowhere" } };
    expect(await station.findings("gpio", relay("gpio"), bare)).toMatchObject([
      { level: "problem", commands: ["sudo apt-get install -y gpiod"] },
    ]);
  },
);
