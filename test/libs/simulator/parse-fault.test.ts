import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FAULT_FORMS } from "../../../libs/simulator/fault-forms.ts";
import { faultProblem, parseFault } from "../../../libs/simulator/parse-fault.ts";

const WRITTEN = [
  ["silent", { kind: "silent" }],
  ["deaf", { kind: "deaf" }],
  ["mute", { kind: "mute" }],
  ["wrong-uart", { kind: "wrong-uart" }],
  ["flips:1e-4", { kind: "flips", rate: 0.0001 }],
  ["drops:0.001", { kind: "drops", rate: 0.001 }],
  ["doubles:1", { kind: "doubles", rate: 1 }],
  ["loose:200", { kind: "loose", everyMs: 200 }],
  ["chatter:1.5", { kind: "chatter", everyMs: 1.5 }],
  ["noise:16", { kind: "noise", bytes: 16 }],
  ["deaf-above:460800", { kind: "deaf-above", baud: 460_800 }],
  ["dies-at:0x40000", { kind: "dies-at", bytes: 0x40000 }],
  ["reboots-at:4096", { kind: "reboots-at", bytes: 4096 }],
  ["reboots-at:4096:once", { kind: "reboots-at", bytes: 4096, once: true }],
  ["brown-out:5000", { kind: "brown-out", bytes: 5000 }],
  ["brown-out:5000:once", { kind: "brown-out", bytes: 5000, once: true }],
  ["holds-charge:800", { kind: "holds-charge", ms: 800 }],
  ["restarts-after:3000", { kind: "restarts-after", ms: 3000 }],
  ["restarts-after:3000:once", { kind: "restarts-after", ms: 3000, once: true }],
  ["reset-held", { kind: "reset-held" }],
  ["dead-flash", { kind: "dead-flash" }],
  ["blank-flash", { kind: "blank-flash" }],
  ["protected", { kind: "protected" }],
  ["worst-flash", { kind: "worst-flash" }],
  ["stuck:0x12345:0x80", { kind: "stuck", address: 0x12345, mask: 0x80 }],
  ["slow-erase:2.5", { kind: "slow-erase", factor: 2.5 }],
  ["slow-write:4", { kind: "slow-write", factor: 4 }],
  ["sr-trap", { kind: "sr-trap" }],
  ["sr-locked", { kind: "sr-locked" }],
  ["wip-stuck", { kind: "wip-stuck" }],
  ["stray:3", { kind: "stray", nth: 3, mask: 0x20000 }],
  ["stray:3:0x1000", { kind: "stray", nth: 3, mask: 0x1000 }],
  ["stray:3:once", { kind: "stray", nth: 3, mask: 0x20000, once: true }],
  ["stray:3:0x1000:once", { kind: "stray", nth: 3, mask: 0x1000, once: true }],
  ["wrong-chip:0x7238", { kind: "wrong-chip", id: 0x7238 }],
  ["bootloader:1.0.4", { kind: "bootloader", version: "1.0.4" }],
  ["late:150", { kind: "late", ms: 150 }],
  ["narrow:10", { kind: "narrow", ms: 10 }],
  ["drops-reply:3", { kind: "drops-reply", nth: 3 }],
  ["drops-reply:3:once", { kind: "drops-reply", nth: 3, once: true }],
  ["truncates-reply:3", { kind: "truncates-reply", nth: 3 }],
  ["wrong-crc", { kind: "wrong-crc", nth: "every" }],
  ["wrong-crc:2", { kind: "wrong-crc", nth: 2 }],
  ["wrong-crc:1:once", { kind: "wrong-crc", nth: 1, once: true }],
  ["loses-baud-reply", { kind: "loses-baud-reply", nth: "every" }],
  ["garbles-baud-reply:1:once", { kind: "garbles-baud-reply", nth: 1, once: true }],
  ["hangs-at:20", { kind: "hangs-at", nth: 20 }],
  ["status:0x0f:6:2", { kind: "status", op: 0x0f, code: 6, nth: 2 }],
  ["status:7:1:5:once", { kind: "status", op: 7, code: 1, nth: 5, once: true }],
  ["echoes", { kind: "echoes" }],
  ["flash-part:C84016", { kind: "flash-part", id: [0xc8, 0x40, 0x16], wiring: "usual" }],
  [
    "flash-part:1c7015:single:0x3c",
    { kind: "flash-part", id: [0x1c, 0x70, 0x15], wiring: "single", status: 0x3c },
  ],
  ["efuse-key:zero", { kind: "efuse-key", words: [0, 0, 0, 0] }],
  [
    "efuse-key:510fb093a3cbeadc5993a17ec7adeb03",
    { kind: "efuse-key", words: [0x510fb093, 0xa3cbeadc, 0x5993a17e, 0xc7adeb03] },
  ],
  ["no-boot-line", { kind: "no-boot-line" }],
  ["boot-silent", { kind: "boot-silent" }],
  ["boot-loop", { kind: "boot-loop", ms: 20 }],
  ["boot-loop:500", { kind: "boot-loop", ms: 500 }],
  ["app-crash:100", { kind: "app-crash", ms: 100 }],
  ["boots-other:1.2:3", { kind: "boots-other", version: "1.2:3" }],
  ["no-bootloader", { kind: "no-bootloader" }],
  ["half-bootloader", { kind: "half-bootloader" }],
  ["foreign-bootloader", { kind: "foreign-bootloader" }],
  ["spi-silent", { kind: "spi-silent" }],
  ["spi-id:EF4016", { kind: "spi-id", id: [0xef, 0x40, 0x16] }],
  ["spi-dies-at:0x3000", { kind: "spi-dies-at", bytes: 0x3000 }],
  ["spi-protected", { kind: "spi-protected" }],
] as const;

test.each(WRITTEN)("%s", (text, fault) => {
  expect(parseFault(text)).toEqual({ kind: "fault", fault });
  expect(faultProblem(text)).toBeUndefined();
});

test("every fault is in the table above", () => {
  expect(new Set(WRITTEN.map(([, { kind }]) => kind))).toEqual(new Set(Object.keys(FAULT_FORMS)));
});

test.each([
  ["silnet", /no fault known here.*"silent"/],
  ["wrong-crx", /"wrong-crc"/],
  ["", /Known here: silent, /],
  ["toString", /no fault known here/],
  ["dies-at", /Write dies-at:BYTES/],
  ["dies-at:0", /Write dies-at:BYTES/],
  ["dies-at:many", /Write dies-at:BYTES/],
  ["dies-at:1:2", /Write dies-at:BYTES/],
  ["dies-at:1:once", /Write dies-at:BYTES/],
  ["flips:2", /Write flips:RATE/],
  ["stuck:0x100", /Write stuck:ADDRESS:MASK/],
  ["stuck:0x100:0x1ff", /Write stuck:ADDRESS:MASK/],
  ["stuck:0x100:0", /Write stuck:ADDRESS:MASK/],
  ["silent:1", /Write silent/],
  ["wrong-crc:x", /Write wrong-crc\[:N\[:once\]\]/],
  ["wrong-crc:once", /Write wrong-crc\[:N\[:once\]\]/],
  ["drops-reply", /Write drops-reply:N\[:once\]/],
  ["stray:1:2:3", /Write stray:N\[:MASK\]\[:once\]/],
  ["status:7:1", /Write status:OP:CODE:N\[:once\]/],
  ["status:0x107:1:1", /Write status:OP:CODE:N\[:once\]/],
  ["flash-part:c840", /Write flash-part:ID/],
  ["flash-part:c84016:odd", /Write flash-part:ID/],
  ["efuse-key", /Write efuse-key:HEX32/],
  ["efuse-key:0123", /Write efuse-key:HEX32/],
  ["bootloader:1.0", /Write bootloader:VERSION/],
  ["boots-other", /Write boots-other:VERSION/],
  ["boots-other:", /Write boots-other:VERSION/],
  ["spi-id:ef40", /Write spi-id:ID/],
  ["boot-loop:0", /Write boot-loop\[:MS\]/],
])("%j is refused, saying what to write", (text, problem) => {
  expect(faultProblem(text)).toMatch(problem);
});

test("the documentation explains each, and no other", () => {
  const [, after = ""] = readFileSync("docs/simulator.md", "utf8").split("\n## Faults\n");
  const [faults = ""] = after.split("\n## ");
  const documented = [...faults.matchAll(/^\| `([^`]+)` \| \S/gm)].map(([, form]) => form);
  expect(documented).toEqual(Object.values(FAULT_FORMS).map(({ form }) => form));
});
