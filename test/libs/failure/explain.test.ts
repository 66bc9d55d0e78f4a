import { describe, expect, test } from "vitest";
import { CATALOGUE } from "../../../libs/failure/catalogue.ts";
import { explainToEngineer, explainToOperator } from "../../../libs/failure/explain.ts";
import type { Failure } from "../../../libs/failure/failure.ts";

const EXAMPLES: readonly Failure[] = Object.values(CATALOGUE).flatMap(({ cases }) =>
  cases.map(({ example }) => example),
);

/** Fields that hold words of ours, not text from outside. */
const OUR_WORDS = new Set(["code", "step", "reset", "reached", "log", "echo", "level", "over"]);
/** What these found, or could not do, is one of our words; what was found in `identity-conflict` is a MAC. */
const BY_WORDS = new Set([
  "identity-missing",
  "identity-invalid",
  "identity-lost",
  "spi-write-failed",
]);
const HOSTILE = "\x1b]0;owned\x07\u202e\r\n";

/** The same failure with hostile text wherever text comes from outside. */
const spoilt = (failure: Failure): Failure => {
  const isOurs = (key: string): boolean =>
    OUR_WORDS.has(key) ||
    (key === "reason" && failure.code.startsWith("port-")) ||
    (["found", "problem", "reason"].includes(key) && BY_WORDS.has(failure.code));
  const entries = Object.entries(failure).map(([key, value]) => [
    key,
    typeof value === "string" && !isOurs(key) ? `${HOSTILE.repeat(40)}.${HOSTILE}` : value,
  ]);
  return Object.assign({}, failure, Object.fromEntries(entries));
};

const expectPlain = (text: string): void => {
  expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]|undefined|null|NaN|\[object|\.\./u);
};

describe.each(EXAMPLES.flatMap((example) => [example, spoilt(example)]))("$code %#", (failure) => {
  test("tells the operator what happened in a short sentence, and then what to do", () => {
    const text = explainToOperator(failure);
    const [first = "", ...todo] = text.split(/(?<=\.) /);
    expect(first.length).toBeLessThanOrEqual(60);
    expect(todo.join(" ")).toMatch(/^[A-Z].*\.$/);
    expectPlain(text);
  });

  test("gives the engineer the data and likely causes with their class", () => {
    const text = explainToEngineer(failure);
    expect(text).toMatch(/^.+\. Likely: \[[a-z-]+\] .+\.$/);
    expectPlain(text);
  });
});

const DATA: readonly (readonly [Failure, string])[] = [
  [{ code: "no-link", attempts: 3, heard: 7 }, "in 3 link attempts; 7 bytes heard"],
  [
    { code: "link-lost", step: "write", command: "write", address: 0x11000 },
    "write at 0x011000 in step write",
  ],
  [
    { code: "board-restarted", step: "erase", banner: "BK7231S_1.0.5", reset: "power-on" },
    'in step erase after a loss of power or a reset; it said "BK7231S_1.0.5"',
  ],
  [
    { code: "unknown-chip", fingerprint: "2f72e071", detail: "no entry." },
    "fingerprint 2f72e071: no entry. Please send in",
  ],
  [
    { code: "protected", address: 0, statusRegister: 0x40fc },
    "0x40fc (block protection BP, SRP0, CMP)",
  ],
  [
    { code: "erase-failed", address: 0x12000, status: 3 },
    "0x012000 was answered with status 0x03 (flash operation timed out)",
  ],
  [
    { code: "erase-failed", address: 0x12000, status: 0 },
    "0x012000 was answered as done, but bits there stay programmed",
  ],
  [
    { code: "write-failed", address: 0x12000, status: 6 },
    "status 0x06 (address or parameter refused)",
  ],
  [{ code: "write-failed", address: 0x12000, status: 99 }, "status 0x63 (no known meaning)"],
  [
    { code: "verify-mismatch", address: 0x11000, length: 4096, expected: "aa", found: "0b" },
    "CRC of 4096 bytes at 0x011000 is 0b, should be aa.",
  ],
  [
    { code: "boot-silent", withinMs: 5000 },
    "Nothing on the log port within 5 s after the restart.",
  ],
  [
    { code: "boot-silent", withinMs: 5000, reached: "jump", bootloader: "T1_2.0.0" },
    "Bootloader T1_2.0.0 started the application, which said nothing within 5 s",
  ],
  [
    { code: "boot-wrong", expected: "1.19", seen: "app 1.18", version: "app 1.18" },
    'should show "1.19", it showed "app 1.18"; the version it told: "app 1.18".',
  ],
  [
    { code: "boot-wrong", expected: "1.19", unwanted: "panic", seen: "a panic" },
    'must not show "panic", it showed "a panic".',
  ],
  [
    { code: "boot-loop", restarts: 2, reset: "crash", reached: "app" },
    "nobody asked for: 2; reason told: crash; furthest it got: app.",
  ],
];

test.each(DATA)("%j is spelled out", (failure, words) => {
  expect(explainToEngineer(failure)).toContain(words);
});

test("the longest serial leaves the operator's first sentence short", () => {
  const text = explainToOperator({ code: "already-passed", mac: "", otherSerial: "9".repeat(500) });
  expect(text.indexOf(". ")).toBeLessThan(60);
});
