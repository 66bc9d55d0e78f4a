import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  type CommissionMark,
  commissionMarkPath,
  readCommissionMark,
  removeCommissionMark,
  writeCommissionMark,
} from "../../../libs/jig/commission-mark.ts";
import { readJig } from "../../../libs/jig/read-jig.ts";
import { wiringHash } from "../../../libs/jig/wiring-hash.ts";

const folder = mkdtempSync(join(tmpdir(), "commission-mark-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "jig.yaml");

const JIG = `jig: line-a
fixtures:
  - { id: F01, flashPort: /dev/ttyUSB0, power: { kind: gpio, chip: c, line: 1 } }
  - { id: F02, flashPort: /dev/ttyUSB1, power: { kind: gpio, chip: c, line: 2 } }
`;

const read = (yaml: string) => {
  writeFileSync(path, yaml);
  return readJig(path);
};

const markOf = async (yaml: string): Promise<CommissionMark> => ({
  schema: 1,
  jig: "line-a",
  wiring: wiringHash(await read(yaml)),
  station: "s1",
  at: "2026-01-02T03:04:05.678Z",
  program: "0.1.0",
  fixtures: [{ fixture: "F01", answers: { least: 9, median: 10, most: 12, switchedMs: 2 } }],
});

test("a mark is kept whole, read back, and taken back", async () => {
  const jig = await read(JIG);
  expect(await readCommissionMark(path, jig, "s1")).toEqual({ kind: "none" });
  const mark = await markOf(JIG);
  await writeCommissionMark(path, mark);
  expect(existsSync(`${commissionMarkPath(path)}.part`)).toBe(false);
  expect(await readCommissionMark(path, jig, "s1")).toEqual({ kind: "proven", mark });
  expect(await readCommissionMark(path, jig, "s2")).toEqual({ kind: "other-station", mark });
  writeFileSync(commissionMarkPath(path), JSON.stringify(mark).slice(0, -9));
  expect(await readCommissionMark(path, jig, "s1")).toEqual({ kind: "unreadable" });
  await removeCommissionMark(path);
  await removeCommissionMark(path);
  expect(await readCommissionMark(path, jig, "s1")).toEqual({ kind: "none" });
});

test.each([
  ["comments", (jig: string) => `# of line a\n${jig}`],
  ["order", (jig: string) => jig.replace(/( {2}- .*F01.*\n)( {2}- .*F02.*\n)/, "$2$1")],
  ["the jig's name", (jig: string) => jig.replace("line-a", "line-b")],
  [
    "a default written out",
    (jig: string) => jig.replace("line: 1 }", "line: 1, activeLow: false }"),
  ],
  ["order of fields", (jig: string) => jig.replace("chip: c, line: 1", "line: 1, chip: c")],
])("%s may change", async (_, change) => {
  const changed = change(JIG);
  expect(changed).not.toBe(JIG);
  expect(wiringHash(await read(changed))).toBe(wiringHash(await read(JIG)));
});

test.each([
  ["a port", (jig: string) => jig.replace("ttyUSB1", "ttyUSB2")],
  ["a relay line", (jig: string) => jig.replace("line: 2", "line: 3")],
  ["a level", (jig: string) => jig.replace("line: 1 }", "line: 1, activeLow: true }")],
  ["an off time", (jig: string) => jig.replace("line: 2 } }", "line: 2 }, offMs: 900 }")],
  ["a nest", (jig: string) => jig.replace(/ {2}- .*F02.*\n/, "")],
])("%s may not change", async (_, change) => {
  const mark = await markOf(JIG);
  await writeCommissionMark(path, mark);
  const jig = await read(change(JIG));
  expect(await readCommissionMark(path, jig, "s1")).toEqual({ kind: "other-wiring", mark });
});
