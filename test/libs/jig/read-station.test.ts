import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readStation } from "../../../libs/jig/read-station.ts";

const folder = mkdtempSync(join(tmpdir(), "read-station-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "station.yaml");

const read = (yaml: string) => {
  writeFileSync(path, yaml);
  return readStation(path);
};

test("a station's name and data folder", async () => {
  expect(await read("station: line-2\ndata: records\n")).toEqual({
    station: "line-2",
    data: join(folder, "records"),
  });
});

test.each([["# nothing said\n"], [""], ["{}\n"]])("%j leaves the usual", async (yaml) => {
  expect(await read(yaml)).toEqual({ station: hostname(), data: resolve("data") });
});

test("refuses what it does not know", async () => {
  await expect(read("sttion: a\n")).rejects.toThrow('Did you mean "station"?');
  await expect(read("station: a b\n")).rejects.toThrow("station.yaml:1:1: station: ");
});
