import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openRateMemory } from "../../../libs/adapter-rates/open-rate-memory.ts";
import { rateFileOf } from "../../../libs/adapter-rates/rate-file.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";

const PORT = "/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0";
const REFUSED = {
  serial: "SN1",
  failed: [{ baud: 921600, by: "port" }],
  passedAt: 460800,
} as const;

let dataDir: string;
let troubles: string[];
const clock = new VirtualClock();
/** A worker's memory, as after a restart. */
const open = () => openRateMemory({ dataDir, clock, onTrouble: (text) => troubles.push(text) });

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "rates-"));
  troubles = [];
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test("what one worker learned the next one knows, of that port only", () => {
  open()(PORT).learn(REFUSED);
  expect(open()(PORT).advise(921600)).toMatchObject({ baud: 460800 });
  expect(open()("/dev/ttyUSB0").advise(921600)).toMatchObject({ baud: 921600 });
});

test("a suspicion outlives a restart, too", () => {
  const seen = (serial: string) =>
    open()(PORT).learn({ serial, failed: [{ baud: 921600, by: "board" }], passedAt: 460800 });
  seen("SN1");
  expect(open()(PORT).advise(921600)).toMatchObject({ baud: 921600 });
  seen("SN2");
  expect(open()(PORT).advise(921600)).toMatchObject({ baud: 460800 });
});

test("a person can find the file by the port's name, read it, and delete it to forget", () => {
  const memory = open()(PORT);
  memory.learn(REFUSED);
  const file = rateFileOf(dataDir, PORT);
  expect(file).toContain("_dev_serial_by-path_pci-0000:00:14.0-usb-0:2:1.0-port0");
  expect(readdirSync(dirname(file))).toHaveLength(1);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    port: PORT,
    unable: [{ baud: 921600, since: "2026-01-01T00:00:00.000Z", why: "refused" }],
    suspect: [],
  });
  rmSync(file);
  expect(memory.advise(921600)).toMatchObject({ baud: 921600 });
});

test("a run that shows nothing new leaves no file", () => {
  open()(PORT).learn({ serial: "SN1", failed: [], passedAt: 921600 });
  expect(readdirSync(dataDir)).toEqual([]);
});

describe("a file that is no such file counts as none, and is replaced", () => {
  test.each(["", "{", "[]", '{"unable":"x"}', '{"unable":[{"baud":-1}],"suspect":[]}', "\0\0"])(
    "%j",
    (content) => {
      const file = rateFileOf(dataDir, PORT);
      mkdirSync(dirname(file));
      writeFileSync(file, content);
      const memory = open()(PORT);
      expect(memory.advise(921600)).toMatchObject({ baud: 921600 });
      memory.learn(REFUSED);
      expect(memory.advise(921600)).toMatchObject({ baud: 460800 });
    },
  );
});

test("ports with names alike have files of their own", () => {
  const files = ["/dev/a/b", "/dev/a_b", "/dev/a b"].map((port) => rateFileOf(dataDir, port));
  expect(new Set(files).size).toBe(3);
});

test("a folder that cannot be written is told once per run, and stops nothing", () => {
  writeFileSync(join(dataDir, "adapter-rates"), "a file in the way");
  const memory = open()(PORT);
  memory.learn(REFUSED);
  expect(troubles).toEqual([expect.stringContaining(`What was learned of ${PORT} is not kept`)]);
  expect(memory.advise(921600)).toMatchObject({ baud: 921600 });
});
