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

test("a station's name", async () => {
  expect(await read("station: line-2\n")).toEqual({
    station: "line-2",
    approval: "optional",
    shifts,
  });
});

test.each([["# nothing said\n"], [""], ["{}\n"]])("%j leaves the host's name", async (yaml) => {
  expect(await read(yaml)).toEqual({ station: hostname(), approval: "optional", shifts });
});

test("whether recipes must be approved", async () => {
  expect((await read("approval: required\n")).approval).toBe("required");
  await expect(read("approval: requried\n")).rejects.toThrow(
    'station.yaml:1:1: approval: is "requried", which is not known here. Did you mean "required"?',
  );
});

test("refuses what it does not know", async () => {
  await expect(read("sttion: a\n")).rejects.toThrow('Did you mean "station"?');
  await expect(read("station: a b\n")).rejects.toThrow("station.yaml:1:1: station: ");
});
