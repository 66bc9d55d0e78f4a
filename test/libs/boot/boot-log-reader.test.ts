import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BootEvent } from "../../../libs/boot/boot-event.ts";
import { BootLogReader } from "../../../libs/boot/boot-log-reader.ts";
import { latin1Text } from "../../../libs/bytes/text.ts";
import { CHIP_NAMES } from "../../../libs/chips/chips.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { needSharedData, SHARED_DATA } from "../../shared-data.ts";
import { Bench } from "../simulator/bench.ts";

const read = (text: string): { events: BootEvent[]; reader: BootLogReader } => {
  const reader = new BootLogReader();
  return { events: reader.push(text), reader };
};

/** A log in a line: what was seen, in order; the application's lines only as their number. */
const outline = (text: string): string => {
  const { events, reader } = read(text);
  const words: string[] = [];
  let appLines = 0;
  for (const event of events) {
    if (event.kind === "app-line") appLines += 1;
    else if (event.kind === "banner") words.push(event.version);
    else if (event.kind === "reset-reason") words.push(event.reason);
    else words.push(event.kind);
  }
  return `${words.join(" ")} | ${appLines} lines | ${reader.finalReach}`;
};

const T_REGISTERS = "CPSR:000000D3\r\r\nR0:00000000\r\r\nR14(LR):0000BCBC\r\r\n";
const bannerOfT = (marker: string): string =>
  `\r\r\nV:BK7231S_1.0.5\r\r\n${T_REGISTERS}ST:${marker}\r\r\n`;

const LOGS: readonly (readonly [string, string, string])[] = [
  ["nothing", "", " | 0 lines | nothing"],
  [
    "a normal boot",
    `${bannerOfT("00000000")}J 0x10000\r\r\nhello\r\n`,
    "start BK7231S_1.0.5 power-on jump | 1 lines | app",
  ],
  [
    "a real cold start: the register holds anything",
    bannerOfT("3A589E3A"),
    "start BK7231S_1.0.5 power-on | 0 lines | bootloader",
  ],
  [
    "after the reboot command",
    bannerOfT("BEDEAD11"),
    "start BK7231S_1.0.5 reboot-command | 0 lines | bootloader",
  ],
  ["after idling", bannerOfT("BEDEAD10"), "start BK7231S_1.0.5 idle | 0 lines | bootloader"],
  ["after a crash", bannerOfT("BEDEAD03"), "start BK7231S_1.0.5 crash | 0 lines | bootloader"],
  [
    "a crash as N keeps it",
    "V:BK7231N_1.0.1\r\nREG:cpsr     spsr     r13      r14\r\nST:0000AD02\r\n",
    "start BK7231N_1.0.1 crash | 0 lines | bootloader",
  ],
  [
    "N as posted by its users",
    "V:BK7231N_1.0.1\nREG:cpsr spsr r13 r14\nSVC:000000D3 00401C1C 000033AC\nST: 00000000\nJ 0x10000\n",
    "start BK7231N_1.0.1 power-on jump | 0 lines | jump",
  ],
  [
    "T1",
    "V: T1_2.0.0\r\nREG:cpsr     spsr     r13      r14\r\n\r\nSVC:000000d3 00000010 00401c1c 000033a0 \r\nST:00000000\r\n__read_manage_block: mag->blockid=255, id=0, mag->state=255.\r\n_judge_ota_info checkerr0:1, checkerr1:1\r\ninit err -5\r\njump to:0x10000\r\nprvHeapInit-start addr:0x415120, size:175840\r\n",
    "start T1_2.0.0 power-on jump app-start | 1 lines | app",
  ],
  [
    "Beken's own bootloader of N",
    "BK7231n_1.0.8\nCPSR:0x000000D3\nR0:0x00800000\nR14(LR):0x000033AC\nST:0x00000000\n[I/FAL] Fal(V0.4.0)success\n[I/OTA] RT-Thread OTA package(V0.2.4) initialize success.\n\ngo os_addr(0x10000)..........\nj\nprvHeapInit-start addr:0x412210, size:122352\n",
    "start BK7231n_1.0.8 power-on jump app-start | 2 lines | app",
  ],
  ["T 1.0.1, linked", "c:0\r\n 4  e  5  1  e0 fc 1  0\r\nc:1f\r\n", " | 0 lines | nothing"],
  [
    "T 1.0.1, booting",
    "c:0\r\n 4  e  5  1\r\nota init\r\nJump 0x10000.\r\r\nhello\r\n",
    "start jump | 2 lines | app",
  ],
  [
    "an application that names itself as bootloaders do",
    `${bannerOfT("00000000")}J 0x10000\r\r\nV:BK7231T_1.18.0\r\nready\r\n`,
    "start BK7231S_1.0.5 power-on jump | 2 lines | app",
  ],
  [
    "a version in the middle of a line",
    "app V:BK7231T_1.18.0\r\nCPSR:000000D3\r\n",
    "start | 2 lines | app",
  ],
  [
    "a banner behind line noise",
    "\x00\xff\x80V:BK7231N_1.0.1\r\nREG:cpsr spsr\r\n",
    "start BK7231N_1.0.1 | 0 lines | bootloader",
  ],
  [
    "a restart in mid-word",
    "Info:MAI\r\nV:BK7231N_1.0.1\r\nREG:cpsr spsr\r\nST:00000000\r\nJ 0x10000\r\n",
    "start start BK7231N_1.0.1 power-on jump | 1 lines | jump",
  ],
  [
    "restarts of a board whose bootloader is mute",
    "I [      0.000] LibreTiny v1.4.1 on generic\r\n[I] up\r\n\x80I [      0.000] LibreTiny v1.4.1 on generic\r\n",
    "start app-start start app-start | 3 lines | app",
  ],
  [
    "the SDK tells of a crash",
    "data abort\r\nCurrent regs:\r\nbk_misc_init_start_type 8 8\r\nprvHeapInit-start addr:0x1\r\n",
    "start crash app-start crash app-start | 4 lines | app",
  ],
  [
    "crashes, and a bootloader that is mute here",
    "prefetch abort\r\nr14(lr):00000000\r\nprefetch abort\r\n",
    "start crash start crash | 3 lines | app",
  ],
  [
    "an application's version and nothing else",
    `${bannerOfT("00000000")}J 0x10000\r\r\nV:BK7231T_1.18.0\r\n`,
    "start BK7231S_1.0.5 power-on jump | 0 lines | app",
  ],
  ["a bootloader's name and nothing else", "V:BK7231N_1.0.1\r\n", " | 0 lines | bootloader"],
  [
    "another baud rate",
    "\x98\xf8\x00\xf8\x80\x1e\xfe\x00\xf8\x18\x9e\x00\r\n",
    "noise | 0 lines | nothing",
  ],
  [
    "writing in another tongue",
    `${Buffer.from("启动完成").toString("latin1")}\r\n`,
    "start | 1 lines | app",
  ],
];

describe("events of a log", () => {
  test.each(LOGS)("%s", (_name, log, expected) => {
    expect(outline(log)).toBe(expected);
  });
});

test("text of a new life begins with the line that showed it", () => {
  const { events } = read(`old\r\n${bannerOfT("BEDEAD03")}`);
  const [, second] = events.filter((event) => event.kind === "start");
  expect(second).toEqual({ kind: "start", text: "V:BK7231S_1.0.5\nCPSR:000000D3" });
});

/** Any way to cut a text into pieces. */
const cutUp = (text: string, cuts: readonly number[]): string[] => {
  const ends = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [...ends, text.length].map((end, index) => text.slice(ends[index - 1] ?? 0, end));
};

test("every cut of a log gives the same events", () => {
  const anyLog = fc
    .array(
      fc.oneof(fc.constantFrom(...LOGS.map(([, log]) => log)), fc.string({ unit: "binary-ascii" })),
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(anyLog, fc.array(fc.nat()), (log, cuts) => {
      const reader = new BootLogReader();
      const pieces = cutUp(log, cuts).flatMap((piece) => reader.push(piece));
      expect(pieces).toEqual(read(log).events);
    }),
  );
});

test("a log that never ends a line is read in bounded pieces", () => {
  const events = read("x".repeat(100_000)).events;
  for (const event of events)
    if ("text" in event) expect(event.text.length).toBeLessThanOrEqual(256);
});

const FOLDER = join(SHARED_DATA, "bootlogs");

const REAL: readonly (readonly [string, string])[] = [
  ["bk7231s-1.0.5-normal-boot-uart2", "start BK7231S_1.0.5 power-on jump | 0 lines | jump"],
  [
    "bk7231s-1.0.5-after-reboot-command-uart2",
    "start BK7231S_1.0.5 reboot-command jump | 0 lines | jump",
  ],
  ["bk7231s-1.0.5-after-link-idle-uart2", "start BK7231S_1.0.5 idle jump | 0 lines | jump"],
  [
    "bk7231s-1.0.5-after-junk-in-window-uart2",
    "start BK7231S_1.0.5 power-on start BK7231S_1.0.5 crash jump | 0 lines | jump",
  ],
  ["openbk7231t-uart2", "start BK7231S_1.0.5 power-on jump app-start | 103 lines | app"],
  [
    "openbk7231n-uart2",
    "start BK7231N_1.0.1 power-on jump app-start power-on app-start | 169 lines | app",
  ],
  ["openbk7238-uart1", "start BK7238_1.0.15 power-on jump | 0 lines | jump"],
  ["openbk7238-uart2", "start app-start power-on app-start | 97 lines | app"],
  ["tuya-bk7231t-ds101jl-uart2", "start BK7231S_1.0.5 power-on jump app-start | 60 lines | app"],
  [
    "tuya-bk7231n-smartled8044-uart2",
    "start BK7231N_1.0.1 power-on jump app-start power-on app-start | 36 lines | app",
  ],
];

describe("real logs", () => {
  test.for(REAL)("%s", ([name, expected], context) => {
    needSharedData(context);
    expect(outline(readFileSync(join(FOLDER, `${name}.txt`), "latin1"))).toBe(expected);
  });

  test("none is left out", (context) => {
    needSharedData(context);
    const names = readdirSync(FOLDER).filter((name) => name.endsWith(".txt"));
    expect(names.sort()).toEqual(REAL.map(([name]) => `${name}.txt`).sort());
  });
});

describe.each(CHIP_NAMES)("a simulated %s", (chip) => {
  test("that boots is understood from its start to its application", async () => {
    const flash = buildFactoryFlash({ chip, seed: 3, mac: "c8478ca1b2c3" });
    const bench = new Bench(chip, { flash });
    bench.board.powerOn();
    await bench.clock.sleep(2000);
    // Some bootloaders print on UART1; on a nest with one adapter both come over it.
    const uart1 = bench.sent.map(({ bytes }) => latin1Text(bytes)).join("");
    const { events, reader } = read(`${uart1}\r\n${bench.log}`);
    expect(events.map(({ kind }) => kind)).toEqual([
      "start",
      "banner",
      "reset-reason",
      "jump",
      "app-line",
    ]);
    expect(reader.finalReach).toBe("app");
  });
});
