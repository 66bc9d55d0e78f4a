import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import { causeClassOf } from "../../../libs/failure/likely-causes.ts";
import { type Restart, RestartWatch } from "../../../libs/run/restart-watch.ts";
import { startRun } from "../../support/memory-bench.ts";

const watching = () => {
  const clock = new VirtualClock();
  const told: Restart[] = [];
  return { clock, told, watch: new RestartWatch(clock, (restart) => told.push(restart)) };
};

const NAME = "\r\r\nV:BK7231S_1.0.5\r\r\nCPSR:000000D3\r\r\n";

describe("a start that nobody asked for", () => {
  test.each([
    ["00000000", "power-on"],
    ["3A589E3A", "power-on"],
    ["BEDEAD03", "crash"],
    ["BEDEAD10", "idle"],
    ["BEDEAD11", "reboot-command"],
  ])("is told with its reason: %s is %s", async (marker, reset) => {
    const { clock, told, watch } = watching();
    await clock.sleep(1000);
    watch.push(NAME);
    expect(told).toEqual([]);
    watch.push(`R0:00000000\r\r\nST:${marker}\r\r\n`);
    expect(told).toEqual([{ banner: "V:BK7231S_1.0.5", reset }]);
  });

  test("is told without a reason when none comes, and only once", async () => {
    const { clock, told, watch } = watching();
    await clock.sleep(1000);
    watch.push(NAME);
    await clock.sleep(200);
    watch.push(`ST:00000000\r\r\n${NAME}ST:BEDEAD03\r\r\n`);
    await clock.sleep(200);
    expect(told).toEqual([{ banner: "V:BK7231S_1.0.5", reset: undefined }]);
  });

  test.each([
    ["a jump", "Jump 0x10000.\r\r\n"],
    ["an SDK's first line", "prvHeapInit-start addr:0x41f390, size:134256\r\n"],
  ])("shows by %s, too", async (_name, line) => {
    const { clock, told, watch } = watching();
    await clock.sleep(1000);
    watch.push(line);
    await clock.sleep(200);
    expect(told).toEqual([{ banner: line.trim(), reset: undefined }]);
  });
});

describe("is no restart", () => {
  test.each([
    ["T 1.0.1's replies in hex", "c:0\r\n 4  e  5  1  e0 fc 1  0\r\nc:1f\r\n"],
    ["noise", "\x00\xff\xfe\x80\r\n"],
    ["a line of text", "hello\r\n"],
    ["a version in a line", "Flashline app V:BK7231T_1.18.0\r\n"],
  ])("%s", async (_name, text) => {
    const { clock, told, watch } = watching();
    await clock.sleep(1000);
    watch.push(text);
    await clock.sleep(1000);
    expect(told).toEqual([]);
  });

  test("the banner of the start we asked for, brought late by a slow port", async () => {
    const { clock, told, watch } = watching();
    await clock.sleep(20);
    watch.push(`${NAME}ST:00000000\r\r\n`);
    await clock.sleep(1000);
    expect(told).toEqual([]);
  });

  test("anything once nobody watches any more", async () => {
    const { clock, told, watch } = watching();
    await clock.sleep(1000);
    watch.push(NAME);
    watch[Symbol.dispose]();
    await clock.sleep(1000);
    expect(told).toEqual([]);
  });
});

test.each(["bk7231n", "bk7231t"] as const)(
  "a %s that loses its supply in mid-write fails for that, and the log is in the record",
  async (chip) => {
    const end = await startRun(chip, { faults: ["reboots-at:0x8000"] }).end;
    expect(end).toMatchObject({
      verdict: "fail",
      failure: { code: "board-restarted", step: "write", reset: "power-on" },
    });
    expect(end.failure && causeClassOf(end.failure)).toBe("supply");
    expect(end.bootLog).toContain("V:BK7231");
  },
);
