import { describe, expect, test } from "vitest";
import { explainToEngineer, explainToOperator } from "../../../libs/failure/explain.ts";
import type { Failure, FailureCode } from "../../../libs/failure/failure.ts";

const HOSTILE = "\x1b]0;owned\x07\u202e\r\n";

/** One of each code, and the words an engineer needs to find in its explanation. */
const EVERY: { readonly [C in FailureCode]: [Extract<Failure, { code: C }>, ...string[]] } = {
  "no-link": [
    { code: "no-link", attempts: 3, heard: 0 },
    "3",
    "TX",
    "RX",
    "CEN",
    "supply",
    "reset",
  ],
  "link-lost": [
    { code: "link-lost", step: "write", command: "write 4K", address: 0x11000 },
    ..."write|write 4K|0x011000|supply|contact|adapter".split("|"),
  ],
  "board-restarted": [
    { code: "board-restarted", step: "erase", banner: HOSTILE },
    ..."erase|\\x1b]0;owned\\x07\\u202e|supply".split("|"),
  ],
  "wrong-chip": [
    { code: "wrong-chip", expected: "bk7231n", found: "bk7231t" },
    "bk7231n",
    "bk7231t",
  ],
  "unknown-chip": [
    { code: "unknown-chip", fingerprint: "b7bfa0ce", detail: "no entry." },
    "b7bfa0ce",
  ],
  "flash-unreadable": [
    { code: "flash-unreadable", fingerprint: "e14191ba", flashId: "000000" },
    "000000",
    "e14191ba",
  ],
  "read-mismatch": [
    { code: "read-mismatch", address: 0x11000, length: 4096, chip: "aa", host: "00" },
    ..."0x011000|4096|have CRC 00|chip says aa|line|supply".split("|"),
  ],
  protected: [{ code: "protected", address: 0x1f000, statusRegister: 0x7c }, "0x01f000", "0x7c"],
  "erase-failed": [{ code: "erase-failed", address: 0x12000, status: 5 }, "0x012000", "0x05"],
  "write-failed": [{ code: "write-failed", address: 0x12000, status: 6 }, "0x012000", "0x06"],
  "verify-mismatch": [
    { code: "verify-mismatch", address: 0x11000, length: 4096, expected: "aa", found: "00" },
    ..."0x011000|4096|is 00, should be aa|flash|supply".split("|"),
  ],
  "stray-write": [{ code: "stray-write", sent: 0x11000, echoed: 0 }, "0x011000", "0x000000"],
  "wrong-key": [{ code: "wrong-key", expected: "510fb093", found: "00000000" }, "510fb093"],
  "bootloader-mismatch": [
    { code: "bootloader-mismatch", expected: "1.0.1", found: "1.0.5" },
    "1.0.1",
    "1.0.5",
  ],
  "already-passed": [
    { code: "already-passed", mac: "c8478c000001", otherSerial: `SN1${HOSTILE}` },
    "c8478c000001",
    "SN1\\x1b",
  ],
  "boot-silent": [{ code: "boot-silent", withinMs: 5000 }, "5000 ms", "log port"],
  "boot-wrong": [{ code: "boot-wrong", expected: "V:BK", seen: HOSTILE }, "V:BK", "\\x1b]0;"],
  "boot-loop": [{ code: "boot-loop", restarts: 4 }, "4 restarts", "supply", "image"],
  "port-gone": [{ code: "port-gone", port: "/dev/x", reason: "unplugged" }, "/dev/x", "USB"],
  "port-busy": [{ code: "port-busy", port: "/dev/x", reason: "denied" }, "/dev/x", "dialout"],
  "port-hung": [{ code: "port-hung", port: "/dev/x", waitedMs: 3000 }, "/dev/x", "3000 ms"],
  "relay-failed": [
    { code: "relay-failed", control: "gpio 17", reason: `no such line.${HOSTILE}` },
    "gpio 17",
    "no such line",
  ],
  interrupted: [{ code: "interrupted" }, "without a verdict"],
  "journal-failed": [{ code: "journal-failed", reason: "The disk is full." }, "disk is full"],
  "backup-failed": [
    { code: "backup-failed", file: `a.bin${HOSTILE}`, reason: "The disk is full." },
    ..."a.bin\\x1b]0;|disk is full|folder".split("|"),
  ],
  "image-changed": [
    { code: "image-changed", image: "a.rbl", expected: "11", found: "22" },
    "a.rbl",
  ],
  "lease-lost": [{ code: "lease-lost", reason: "Redis away" }, "Redis away"],
  internal: [{ code: "internal", reason: "TypeError: x" }, "TypeError: x"],
};

describe.each(Object.entries(EVERY))("%s", (_code, [failure, ...words]) => {
  test("tells the operator what happened in a short sentence, and then what to do", () => {
    const text = explainToOperator(failure);
    const [first = "", ...todo] = text.split(/(?<=\.) /);
    expect(first.length).toBeLessThanOrEqual(60);
    expect(todo.join(" ")).toMatch(/^[A-Z].*\.$/);
    expectPlain(text);
  });

  test("gives the engineer the data and likely causes", () => {
    const text = explainToEngineer(failure);
    for (const word of words) expect(text).toContain(word);
    expect(text).toMatch(/^.+\. Likely: .+\.$/);
    expectPlain(text);
  });
});

test("variants of one code have their own words", () => {
  const port = "/dev/x";
  const variants: Failure[] = [
    { code: "port-gone", port, reason: "missing" },
    { code: "port-gone", port, reason: "unplugged" },
    { code: "port-busy", port, reason: "in-use" },
    { code: "port-busy", port, reason: "denied" },
  ];
  expect(new Set(variants.map(explainToOperator)).size).toBe(4);
  expect(new Set(variants.map(explainToEngineer)).size).toBe(4);
  expect(explainToEngineer({ code: "no-link", attempts: 1, heard: 40 })).toContain("UART2");
});

test("the longest serial leaves the operator's first sentence short", () => {
  const text = explainToOperator({ code: "already-passed", mac: "", otherSerial: "9".repeat(500) });
  expect(text.indexOf(". ")).toBeLessThan(60);
});

const expectPlain = (text: string): void => {
  expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]|undefined|null|NaN|\[object|\.\./u);
};
