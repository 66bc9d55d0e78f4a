import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeFindings } from "../../../apps/doctor/describe-findings.ts";
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
    {
      level: "warning",
      fixture: "F03",
      what: expect.stringContaining("process 103 (worker --jig j)"),
    },
    { level: "note", commands: [expect.stringMatching(/^sudo npx flashline doctor --jig/)] },
  ]);
});

/** A process of this program, with the ports it has open. */
const addOwn = (
  station: StationOfFiles,
  pid: number,
  { parent = 1, words, ports = [] }: { parent?: number; words: string; ports?: number[] },
): void => {
  const open = ports.map((at) => join(station.roots.dev, `ttyUSB${at}`));
  station.addProcess(pid, "node", open);
  const argv = ["node", "/x/apps/cli/main.js", ...words.split(" ")];
  station.put(`proc/${pid}/cmdline`, argv.map((word) => `${word}\0`).join(""));
  station.put(`proc/${pid}/stat`, `${pid} (no) d e)) S ${parent} 1 1 0`);
};

test("whoever works on the jig is one finding, with all its fixtures and ports", async () => {
  using station = stationWith(6);
  addOwn(station, 5, { words: "run --jig j.yaml --redis redis://:secret@line" });
  addOwn(station, 6, { parent: 5, words: "worker --id a --owned", ports: [0] });
  addOwn(station, 7, { parent: 5, words: "worker --id b --owned", ports: [2, 8] });
  addOwn(station, 8, { words: "worker --jig j.yaml", ports: [4] });
  addOwn(station, 9, { words: "commission --jig j.yaml", ports: [6] });
  const told = ["F01 of process 6", "F02 of process 7", "F09 of process 8", "F10 of process 9"];
  const owners = new Map(
    [...told, "F11 of process 8", "another process"].map((owner, at) => [
      join(station.roots.dev, `ttyUSB${2 * at}`),
      owner,
    ]),
  );
  const fixtures = [1, 2, 3, 4, 5, 6].map((at) => nest(`F0${at}`, station.portAt(at)));
  const ailment = { machine: { ownerOf: async (resource: string) => owners.get(resource) } };
  expect(await station.findings("claims", fixtures, ailment)).toMatchObject([
    {
      level: "warning",
      fixtures: ["F01", "F02"],
      what: "A lot of Flashline runs on this jig: process 5 (run --jig j.yaml --redis redis://***@line).",
    },
    {
      level: "warning",
      fixtures: ["F03", "F05"],
      what: "A standing worker serves this jig: process 8 (worker --jig j.yaml).",
    },
    { level: "problem", fixtures: ["F04"], commands: ["kill 9"] },
    { level: "problem", fixtures: ["F06"], what: expect.stringContaining("another process") },
  ]);
  // A port of a fixture that its holder does not own; all others are told by claims.
  expect(await station.findings("port-owners", fixtures, ailment)).toMatchObject([
    { level: "warning", fixture: "F05", what: expect.stringContaining("process 5 (run ") },
    { level: "note" },
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

test("a relay board's port is looked at once, for all that it switches", async () => {
  using station = stationWith(2);
  const relay = (id: string, at: number, channel: number) =>
    nest(id, station.portAt(at), {
      power: { kind: "serial-relay", port: join(station.root, "no-board"), channel, model: "lcus" },
    });
  const fixtures = [relay("F01", 1, 1), relay("F02", 2, 2)];
  expect(await station.findings("ports", fixtures)).toMatchObject([
    { level: "problem", fixtures: ["F01", "F02"], what: "The relay port is not there." },
  ]);
  const page = describeFindings(await station.findings("ports", fixtures));
  expect(page).toContain(`F01, F02 ${join(station.root, "no-board")}\n`);
  expect(page).toContain("\n1 problem, 0 warnings:");
});

test("root is told how to ask again as the station's own user, with the options given", async () => {
  using station = new StationOfFiles();
  const user = { name: "root", uid: 0, groups: [0] };
  const redisUrl = "redis://:secret@line:6379";
  const ailment = {
    machine: { user },
    order: { recipePath: undefined, redisUrl, dataDir: "/var/lib/my data", timers: "leave" },
  } as const;
  const command = `npx flashline doctor --jig ${join(station.root, "jig.yaml")} --redis redis://line:6379 --data '/var/lib/my data' --no-fix`;
  const fixtures = [nest("F01", "/dev/null")];
  const [note] = await station.findings("user", fixtures, ailment);
  expect(note).toMatchObject({ level: "note", commands: [command] });
  station.put("etc/passwd", "root:x:0:0::/root:/bin/sh\nflashline:x:999:999::/:/bin/false");
  const [known] = await station.findings("user", fixtures, ailment);
  expect(known).toMatchObject({ commands: [`sudo -u flashline ${command}`] });
});
