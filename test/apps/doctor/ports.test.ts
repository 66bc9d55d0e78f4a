import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nest, StationOfFiles } from "./station-of-files.ts";

/** A station with files as udev makes them: the group may use ports. */
const stationWith = (adapters: number): StationOfFiles => {
  const station = new StationOfFiles();
  station.plugIn(adapters);
  for (let at = 0; at < 2 * adapters; at++)
    chmodSync(join(station.roots.dev, `ttyUSB${at}`), 0o660);
  return station;
};

test("ports that are there, usable, free and named by position are well", async () => {
  using station = stationWith(2);
  const fixtures = [nest("F01", station.portAt(1)), nest("F02", station.portAt(2))];
  for (const check of ["ports", "permissions", "port-owners", "claims"])
    expect(await station.findings(check, fixtures)).toMatchObject([{ check, level: "ok" }]);
  for (const check of ["port-kind", "modem-lines"])
    expect(await station.findings(check, fixtures)).toEqual([]);
});

test("a missing port: the nearest free name, or that none is free", async () => {
  using station = stationWith(2);
  const mistyped = station.portAt(2).replace("usb-0:2", "usb-0:3");
  const fixtures = [nest("F01", station.portAt(1)), nest("F02", mistyped)];
  const [missing, ...others] = await station.findings("ports", fixtures);
  expect(others).toEqual([]);
  expect(missing).toMatchObject({ level: "problem", fixture: "F02", port: mistyped });
  expect(missing?.remedy).toContain("The nearest name that is there and free: ");
  station.pull("1-1");
  station.pull("1-2");
  const [gone] = await station.findings("ports", [nest("F01", join(station.root, "nowhere"))]);
  expect(gone?.remedy).toContain("No other USB adapter is free.");
});

test("a port that is no tty, one with the console, and one by a name that moves", async () => {
  using station = stationWith(1);
  station.addUart({ name: "ttyAMA0", type: 32 });
  station.put("proc/cmdline", "root=/dev/mmcblk0p2 console=ttyAMA0,115200 quiet");
  station.put("dev/fb0", "");
  const at = (name: string): string => join(station.roots.dev, name);
  const fixtures = [
    nest("F01", at("ttyUSB0")),
    nest("F02", at("ttyAMA0")),
    nest("F03", at("fb0")),
    nest("F04", station.portAt(1, 1)),
  ];
  expect(await station.findings("port-kind", fixtures)).toMatchObject([
    { level: "warning", fixture: "F01", remedy: expect.stringContaining(station.portAt(1)) },
    { level: "problem", fixture: "F02", what: expect.stringContaining("console") },
    { level: "problem", fixture: "F03", what: expect.stringContaining("no serial port") },
  ]);
});

test("a name by id, of adapters with a serial number of their own, with the same, and without", async () => {
  using station = stationWith(0);
  const adapters = ["A1", "B2", "B2", undefined];
  const ids = adapters.map((serial, at) => {
    const usb = { speed: "12", idVendor: "10c4", idProduct: "ea60" };
    station.addUsb(`1-${at + 1}`, { ...usb, ...(serial === undefined ? {} : { serial }) });
    const name = `ttyUSB${at}`;
    station.addUsbTty({ name, at: `1-${at + 1}`, driver: "cp210x", portNumber: 0 });
    station.addById(`usb-${at}`, name);
    return join(station.roots.dev, "serial/by-id", `usb-${at}`);
  });
  const fixtures = ids.map((path, at) => nest(`F0${at}`, path));
  expect(await station.findings("port-kind", fixtures)).toMatchObject([
    { level: "warning", fixture: "F01", what: expect.stringContaining("same serial number") },
    { level: "warning", fixture: "F02", remedy: expect.stringContaining("by-path") },
    { level: "warning", fixture: "F03", what: expect.stringContaining("no serial number") },
  ]);
});

test.each([
  {
    ill: "not in the group",
    mode: 0o660,
    group: "dialout:x:GID:",
    groups: [],
    commands: ["sudo usermod -aG dialout eva"],
  },
  { ill: "an old login", mode: 0o660, group: "dialout:x:GID:eva", groups: [], says: "login" },
  {
    ill: "root's alone",
    mode: 0o600,
    group: "dialout:x:GID:eva",
    groups: ["GID"],
    says: "no group",
    commands: [
      expect.stringContaining("99-flashline.rules"),
      expect.any(String),
      expect.any(String),
    ],
  },
  { ill: "a group without a name", mode: 0o660, group: "", groups: [], says: "no group" },
])("permission is refused: $ill", async ({ mode, group, groups, says = "", commands }) => {
  using station = stationWith(1);
  const gid = process.getgid?.() ?? 0;
  chmodSync(join(station.roots.dev, "ttyUSB0"), mode);
  station.put("etc/group", group.replace("GID", `${gid}`));
  const user = { name: "eva", uid: 4242, groups: groups.map(() => gid) };
  const found = await station.findings("permissions", [nest("F01", station.portAt(1))], {
    machine: { user },
  });
  expect(found).toMatchObject([
    { level: "problem", fixture: "F01", what: expect.stringContaining(says) },
  ]);
  if (commands !== undefined) expect(found[0]?.commands).toEqual(commands);
});

test("who has a port open: a program, ModemManager, a standing worker; and who cannot be seen", async () => {
  using station = stationWith(4);
  const device = (at: number): string => join(station.roots.dev, `ttyUSB${2 * at}`);
  station.addProcess(101, "picocom", [device(0)]);
  station.put("proc/101/cmdline", "picocom\0-b\x00115200");
  station.addProcess(102, "ModemManager", [device(1)]);
  station.addProcess(103, "node", [device(2)]);
  station.put("proc/103/cmdline", "node\0/opt/flashline/dist/apps/cli/main.js\0worker\0--jig\0j\0");
  station.addProcess(104, "secret", []);
  station.put("proc/104/cmdline", "secret\0");
  const fixtures = [1, 2, 3, 4].map((at) => nest(`F0${at}`, station.portAt(at)));
  expect(await station.findings("port-owners", fixtures)).toMatchObject([
    { level: "problem", fixture: "F01", commands: ["kill 101"] },
    { level: "problem", fixture: "F02", what: expect.stringContaining("ModemManager") },
    { level: "warning", fixture: "F03", what: expect.stringContaining("process 103 (node ") },
    { level: "note", commands: [expect.stringMatching(/^sudo .*doctor --jig/)] },
  ]);
});

test("fixtures owned by other stations; a standing worker is no problem", async () => {
  using station = stationWith(3);
  station.put("proc/7/cmdline", "node\0/x/apps/cli/main.js\0worker\0--jig\0j\0");
  station.put("proc/8/cmdline", "node\0/x/apps/cli/main.js\0worker\0--owned\0");
  const owners = new Map([
    [join(station.roots.dev, "ttyUSB0"), "F09 of process 7"],
    [join(station.roots.dev, "ttyUSB2"), "F10 of process 8"],
    [join(station.roots.dev, "ttyUSB4"), "another process"],
  ]);
  const fixtures = [1, 2, 3].map((at) => nest(`F0${at}`, station.portAt(at)));
  const ownerOf = async (resource: string) => owners.get(resource);
  expect(await station.findings("claims", fixtures, { machine: { ownerOf } })).toMatchObject([
    { level: "warning", fixture: "F01", what: expect.stringContaining("F09 of process 7") },
    { level: "problem", fixture: "F02", commands: ["kill 8"] },
    { level: "problem", fixture: "F03" },
  ]);
});

test("a pseudo-terminal has no lines to switch power or reset by", async () => {
  using station = stationWith(0);
  station.put("dev/pts/7", "");
  const port = join(station.roots.dev, "pts/7");
  const byLine = nest("F01", port, { reset: { kind: "line", line: "rts" } });
  expect(await station.findings("modem-lines", [byLine])).toMatchObject([{ level: "problem" }]);
  expect(await station.findings("modem-lines", [nest("F01", port)])).toEqual([]);
});

test("a relay board's port is looked at once, whatever it switches", async () => {
  using station = stationWith(2);
  const relay = (id: string, at: number, channel: number) =>
    nest(id, station.portAt(at), {
      power: { kind: "serial-relay", port: join(station.root, "no-board"), channel, model: "lcus" },
    });
  const fixtures = [relay("F01", 1, 1), relay("F02", 2, 2)];
  expect(await station.findings("ports", fixtures)).toMatchObject([
    { level: "problem", fixture: "F01", what: "The relay port is not there." },
  ]);
});
