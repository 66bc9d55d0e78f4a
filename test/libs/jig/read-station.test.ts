import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readStation } from "../../../libs/jig/read-station.ts";

const folder = mkdtempSync(join(tmpdir(), "read-station-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "station.yaml");

const shifts = [6, 14, 22].map((hour) => hour * 3_600_000);

const read = (yaml: string) => {
  writeFileSync(path, yaml);
  return readStation(path);
};

const PLAIN = {
  station: hostname(),
  approval: "optional",
  firstPassYield: { amber: 95, red: 90 },
  sounds: { pass: "on", fail: "on", stop: "on" },
  colours: "blue-orange",
  logs: { keepDays: 60, maxMegabytes: 1000 },
  shifts,
};

test("a station's name", async () => {
  expect(await read("station: line-2\n")).toEqual({ ...PLAIN, station: "line-2" });
});

test.each([["# nothing said\n"], [""], ["{}\n"]])("%j leaves the host's name", async (yaml) => {
  expect(await read(yaml)).toEqual(PLAIN);
});

test("whether recipes must be approved", async () => {
  expect((await read("approval: required\n")).approval).toBe("required");
  await expect(read("approval: requried\n")).rejects.toThrow(
    'station.yaml:1:1: approval: is "requried", which is not known here. Did you mean "required"?',
  );
});

test("limits of yield, sounds, colours and logs, each as far as it is given", async () => {
  const yaml =
    "firstPassYield: { red: 80.5 }\nsounds:\n  pass: off\n  stop: on\ncolours: green-red\nlogs: { keepDays: 7 }\n";
  expect(await read(yaml)).toEqual({
    ...PLAIN,
    firstPassYield: { amber: 95, red: 80.5 },
    sounds: { pass: "off", fail: "on", stop: "on" },
    colours: "green-red",
    logs: { keepDays: 7, maxMegabytes: 1000 },
  });
});

test.each([
  ["firstPassYield: { amber: 80 }\n", "firstPassYield.red: 90 is above amber (80)"],
  ["firstPassYield: { amber: 101 }\n", "firstPassYield.amber: "],
  ["sounds: { pass: quiet }\n", "sounds.pass: "],
  ["sounds: { beep: on }\n", "beep"],
  ["logs: { keepDays: 0 }\n", "logs.keepDays: "],
  ["colours: red-green\n", "Known here: blue-orange, green-red."],
])("refuses %j", async (yaml, message) => {
  await expect(read(yaml)).rejects.toThrow(message);
});

test("refuses what it does not know", async () => {
  await expect(read("sttion: a\n")).rejects.toThrow('Did you mean "station"?');
  await expect(read("station: a b\n")).rejects.toThrow("station.yaml:1:1: station: ");
});
