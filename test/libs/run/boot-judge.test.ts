import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BootJudge } from "../../../libs/run/boot-judge.ts";
import type { BootExpectation } from "../../../libs/run/run-order.ts";
import { needSharedData, SHARED_DATA } from "../../shared-data.ts";

const wanting = (expect: readonly string[], never: readonly string[] = []): BootExpectation => ({
  expect,
  never,
  withinMs: 5000,
});

/** "met", or the failure, at once or at the time limit. */
const judge = (boot: BootExpectation, pieces: readonly string[]) => {
  const judging = new BootJudge(boot);
  for (const piece of pieces) judging.push(piece);
  const { ruling } = judging;
  if (ruling?.kind === "met") return { when: "early", code: "met" };
  return ruling === undefined
    ? { when: "late", ...judging.atTimeLimit(boot.withinMs) }
    : { when: "early", ...ruling.failure };
};

const banner = (marker = "00000000"): string =>
  `\r\r\nV:BK7231S_1.0.5\r\r\nCPSR:000000D3\r\r\nR0:00000000\r\r\nST:${marker}\r\r\n`;
const JUMP = "J 0x10000\r\r\n";
const APP = "Flashline app V:BK7231T_1.18.0\r\n";
const CRASH = "prefetch abort\r\nr14(lr):00000000\r\n";

const UP = wanting(["1.18.0"]);
const OTHER = wanting(["1.19.0"]);

const CASES: readonly (readonly [string, BootExpectation, string, object])[] = [
  ["the expected text", UP, banner() + JUMP + APP, { code: "met", when: "early" }],
  ["the expected text before its line ends", UP, "ver 1.18.0", { code: "met" }],
  ["all texts, in any order", wanting(["app", "ST:"]), banner() + JUMP + APP, { code: "met" }],
  [
    "a text in UTF-8",
    wanting(["grün ✓"]),
    Buffer.from("alles grün ✓").toString("latin1"),
    { code: "met" },
  ],
  ["silence", UP, "", { code: "boot-silent", withinMs: 5000, when: "late" }],
  ["a line that shook", UP, "\x00\xff\x00", { code: "boot-silent" }],
  [
    "one of two texts",
    wanting(["app", "ready"]),
    banner() + JUMP + APP,
    { code: "boot-wrong", expected: "ready", when: "late" },
  ],
  [
    "two missing texts",
    wanting(["a, b", "c"]),
    "hello\r\n",
    { code: "boot-wrong", expected: "a, b + c" },
  ],
  [
    "another version",
    OTHER,
    banner() + JUMP + APP,
    {
      code: "boot-wrong",
      expected: "1.19.0",
      version: "Flashline app V:BK7231T_1.18.0",
      reached: "app",
    },
  ],
  [
    "another version among much",
    OTHER,
    `${JUMP}OpenBK7231N, version 1.18.300\r\n${"noise\r\n".repeat(99)}`,
    { code: "boot-wrong", version: "OpenBK7231N, version 1.18.300" },
  ],
  [
    "a version of LibreTiny's",
    OTHER,
    "I [      0.000] LibreTiny v1.4.1 on generic\r\n",
    { code: "boot-wrong", version: "I [      0.000] LibreTiny v1.4.1 on generic" },
  ],
  [
    "hostile text",
    OTHER,
    "\x1b[2Jhello\x07\r\n",
    { code: "boot-wrong", seen: "\\x1b[2Jhello\\x07" },
  ],
  [
    "another baud rate",
    UP,
    "\x98\xf8\x00\xf8\x80\x1e\xfe\x00\xf8\x18\x9e",
    { code: "boot-wrong", reached: "noise" },
  ],
  [
    "a bootloader that stays",
    UP,
    banner(),
    { code: "boot-silent", reached: "bootloader", bootloader: "BK7231S_1.0.5" },
  ],
  [
    "a jump into nothing",
    UP,
    banner() + JUMP,
    { code: "boot-silent", reached: "jump", bootloader: "BK7231S_1.0.5" },
  ],
  ["a jump into nothing, its bootloader mute", UP, JUMP, { code: "boot-silent", reached: "jump" }],
  [
    "another bootloader than expected",
    wanting(["V:BK7231S_1.0.6"]),
    banner() + JUMP,
    { code: "boot-wrong", expected: "V:BK7231S_1.0.6", version: "BK7231S_1.0.5", reached: "jump" },
  ],
  [
    "an unwanted text",
    wanting(["1.18.0"], ["J 0x1"]),
    banner() + JUMP + APP,
    { code: "boot-wrong", when: "early", unwanted: "J 0x1", expected: "1.18.0" },
  ],
  [
    "an unwanted text in the very letters of the expected one",
    wanting(["1.18"], ["V:BK7231T_1.18"]),
    APP,
    { code: "boot-wrong", unwanted: "V:BK7231T_1.18" },
  ],
  ["an unwanted text too late", wanting(["1.18.0"], ["panic"]), `${APP}panic\r\n`, { code: "met" }],
  [
    "a second start by accident, then all well",
    UP,
    banner() + banner("BEDEAD03") + JUMP + APP,
    { code: "met" },
  ],
  [
    "a restart by the application's wish, then all well",
    UP,
    `${banner()}${JUMP}setting up\r\n${banner("BEDEAD11")}${JUMP}${APP}`,
    { code: "met" },
  ],
  [
    "half before a restart, half after",
    wanting(["setting up", "1.18.0"]),
    `${banner()}${JUMP}setting up\r\n${banner()}${JUMP}${APP}`,
    { code: "boot-loop", restarts: 1, when: "late" },
  ],
  [
    "the name of the second bootloader",
    wanting(["V:BK7231S_1.0.5", "1.18.0"]),
    banner() + banner() + JUMP + APP,
    { code: "met" },
  ],
  [
    "the application's crash, before its line",
    UP,
    banner() + JUMP + banner("BEDEAD03"),
    { code: "boot-loop", when: "early", restarts: 1, reset: "crash", reached: "jump" },
  ],
  [
    "a crash that the SDK tells of, then all well",
    UP,
    banner() + JUMP + CRASH + banner() + JUMP + APP,
    { code: "boot-loop", when: "early", restarts: 1, reset: "crash" },
  ],
  [
    "a crash, and then the text",
    UP,
    banner() + JUMP + CRASH + APP,
    { code: "boot-wrong", when: "late" },
  ],
  [
    "a crash that N's SDK tells of",
    UP,
    `${banner()}${JUMP}hello\r\n${banner()}${JUMP}bk_misc_init_start_type 8 8\r\n${APP}`,
    { code: "boot-loop", reset: "crash" },
  ],
  [
    "a loop for want of power",
    UP,
    (banner() + JUMP).repeat(3),
    { code: "boot-loop", when: "early", restarts: 2, reset: "power-on", reached: "jump" },
  ],
  [
    "a loop in the bootloader",
    UP,
    banner() + banner("BEDEAD03").repeat(2),
    { code: "boot-loop", when: "early", restarts: 2, reset: "crash", reached: "bootloader" },
  ],
  [
    "a loop whose bootloader is mute",
    OTHER,
    "I [      0.000] LibreTiny v1.4.1\r\n".repeat(3),
    { code: "boot-loop", when: "early", restarts: 2 },
  ],
];

describe("a boot", () => {
  test.each(CASES)("%s", (_name, boot, log, verdict) => {
    expect(judge(boot, [log])).toMatchObject(verdict);
    expect(judge(boot, log.split(""))).toMatchObject(verdict);
  });
});

test("how the log is cut changes nothing", () => {
  const parts = fc.constantFrom(
    banner(),
    banner("BEDEAD03"),
    JUMP,
    APP,
    CRASH,
    "x",
    "1.18.0",
    "\r\n",
  );
  const log = fc.array(parts, { maxLength: 12 }).map((all) => all.join(""));
  const boots = fc.constantFrom(
    UP,
    OTHER,
    wanting(["app", "J 0x"], ["abort"]),
    wanting(["V:BK"], ["1.18"]),
  );
  fc.assert(
    fc.property(log, boots, fc.array(fc.nat()), (text, boot, cuts) => {
      const ends = [...cuts.map((cut) => cut % (text.length + 1)), text.length].sort(
        (a, b) => a - b,
      );
      const pieces = ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
      // What else had come by then is in the excerpt, and only there.
      expect({ ...judge(boot, pieces), seen: "" }).toEqual({ ...judge(boot, [text]), seen: "" });
    }),
  );
});

test("as long as the chip does not restart, met is all texts before the first unwanted one", () => {
  const parts = fc.constantFrom("a", "b", "n", "x", "\r\n");
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 20 }), (all) => {
      const text = all.join("");
      const [a, b, n] = ["a", "b", "n"].map((one) => `${text}abn`.indexOf(one));
      const isMet = Math.max(a ?? 0, b ?? 0) < Math.min(n ?? 0, text.length);
      expect(judge(wanting(["a", "b"], ["n"]), [text]).code === "met").toBe(isMet);
    }),
  );
});

describe("signs of a restart", () => {
  test.each([
    ["nothing", "", false],
    ["a banner not yet whole", "\r\r\nV:BK72", false],
    ["a banner", banner(), true],
    ["hex of T 1.0.1's own replies", "c:0\r\n 4  e  5  1  e0\r\n", false],
    ["any line of an application", "hello\r\n", true],
    ["the expected text", "1.18.0", true],
  ])("%s", (_name, log, isRestarted) => {
    const judging = new BootJudge(UP);
    judging.push(log);
    expect(judging.isRestarted).toBe(isRestarted);
  });
});

const REAL: readonly (readonly [string, BootExpectation, object])[] = [
  ["openbk7231t-uart2", wanting(["version 1.18.300", "Main_Init_After_Delay"]), { code: "met" }],
  [
    "openbk7231n-uart2",
    wanting(["version 1.19"]),
    { code: "boot-wrong", version: "OpenBK7231N, version 1.18.300" },
  ],
  [
    "openbk7238-uart2",
    wanting(["version 1.19"]),
    { code: "boot-wrong", version: "OpenBK7238, version 1.18.300" },
  ],
  ["openbk7238-uart1", UP, { code: "boot-silent", reached: "jump", bootloader: "BK7238_1.0.15" }],
  ["tuya-bk7231n-smartled8044-uart2", wanting(["oem_bk7231n_dctrl_switch:1.0.2"]), { code: "met" }],
  [
    "tuya-bk7231t-ds101jl-uart2",
    wanting(["mf_init succ"], ["TUYA Err"]),
    { code: "boot-wrong", unwanted: "TUYA Err" },
  ],
  ["bk7231s-1.0.5-after-junk-in-window-uart2", UP, { code: "boot-silent", reached: "jump" }],
];

describe("real logs", () => {
  test.for(REAL)("%s", ([name, boot, verdict], context) => {
    needSharedData(context);
    const log = readFileSync(join(SHARED_DATA, "bootlogs", `${name}.txt`), "latin1");
    expect(judge(boot, [log])).toMatchObject(verdict);
    expect(judge(boot, log.split(""))).toMatchObject(verdict);
  });
});
