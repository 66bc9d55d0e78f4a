import { describe, expect, test } from "vitest";
import { failureSchema } from "../../../libs/dispatch/failure-schema.ts";
import { boardFate } from "../../../libs/failure/board-fate.ts";
import { CATALOGUE } from "../../../libs/failure/catalogue.ts";
import { CAUSE_CLASSES, type CauseClass } from "../../../libs/failure/cause.ts";
import { explainToOperator } from "../../../libs/failure/explain.ts";
import { type Failure, isStationFailure } from "../../../libs/failure/failure.ts";
import { causeClassesOf, causeClassOf } from "../../../libs/failure/likely-causes.ts";
import { afterRun } from "../../../libs/lot/after-run.ts";

describe.each(Object.entries(CATALOGUE))("%s", (code, { meaning, cases }) => {
  test("has a meaning, and causes for every case", () => {
    expect(meaning).toMatch(/^[A-Z].+\.$/);
    for (const { when, causes } of cases) {
      expect(when).toMatch(/^[a-z].*[^.]$/);
      expect(causes.length).toBeGreaterThan(0);
      for (const { text } of causes) expect(text).toMatch(/^\S.*[^.]$/);
    }
  });

  test("has an example of each case, which crosses the wire as it is", () => {
    for (const [index, { example }] of cases.entries()) {
      expect(example.code).toBe(code);
      expect(causesOfCase(example, index)).toBe(true);
      expect(failureSchema.parse(JSON.parse(JSON.stringify(example)))).toEqual(example);
    }
  });

  test("leaves no failure without causes: its last case always holds", () => {
    const last = cases.at(-1);
    for (const { example } of cases) expect(holds(last, example)).toBe(true);
  });
});

test("what a board's fate is agrees with what the operator is told to do with it", () => {
  for (const { cases } of Object.values(CATALOGUE)) {
    for (const { example } of cases) {
      const told = explainToOperator(example);
      const isAside = boardFate(example) === "set-aside";
      if (/\. Set (it|both) aside/.test(told)) expect([told, isAside]).toEqual([told, true]);
      if (/run it once more|[Rr]un the board again/.test(told)) {
        expect([told, isAside]).toEqual([told, false]);
      }
      if (isStationFailure(example)) expect(isAside).toBe(false);
    }
  }
  expect(boardFate(null)).toBe("again");
});

test("a board that no repeat can help in the same nest is set aside", () => {
  const left = { retries: 1, errorRetries: 1, reseats: 1, moves: 1 };
  const examples = Object.values(CATALOGUE).flatMap(({ cases }) =>
    cases.map(({ example }): Failure => example),
  );
  const hopeless = examples.filter(
    (failure) => !isStationFailure(failure) && afterRun("fail", failure, left).kind === "finish",
  );
  expect(hopeless.length).toBeGreaterThan(5);
  for (const failure of hopeless)
    expect([failure.code, boardFate(failure)]).toEqual([failure.code, "set-aside"]);
});

/** Entries of a table whose rows differ in type. */
interface AnyCase {
  holds(failure: Failure): boolean;
}

const holds = (of: AnyCase | undefined, failure: Failure): boolean => of?.holds(failure) === true;

const causesOfCase = (failure: Failure, index: number): boolean => {
  const cases: readonly AnyCase[] = CATALOGUE[failure.code].cases;
  return cases.findIndex((one) => holds(one, failure)) === index;
};

const CLASSES: readonly (readonly [CauseClass, Failure])[] = [
  ["contact", { code: "no-link", attempts: 3, heard: 0 }],
  ["contact", { code: "no-link", attempts: 3, heard: 90 }],
  ["contact", { code: "no-link", attempts: 3, heard: 90, echo: "wire" }],
  ["reset-timing", { code: "no-link", attempts: 3, heard: 0, echo: "firmware" }],
  ["contact", { code: "no-link", attempts: 3, heard: 0, log: "app" }],
  ["supply", { code: "link-lost", step: "erase", command: "erase", address: 0x11000 }],
  ["supply", { code: "link-lost", step: "write", command: "write", address: 0x11000 }],
  ["supply", { code: "link-lost", step: "repair", command: "write", address: 0x11000 }],
  ["contact", { code: "link-lost", step: "identify", command: "chip id" }],
  ["supply", { code: "board-restarted", step: "write", banner: "", reset: "power-on" }],
  ["supply", { code: "board-restarted", step: "write", banner: "" }],
  ["chip", { code: "board-restarted", step: "write", banner: "", reset: "crash" }],
  ["station", { code: "board-restarted", step: "write", banner: "", reset: "idle" }],
  ["chip", { code: "wrong-chip", expected: "BK7231N", found: "BK7231T" }],
  ["flash", { code: "flash-unreadable", fingerprint: "b7bfa0ce", flashId: "000000" }],
  ["flash", { code: "protected", address: 0x11000 }],
  ["flash", { code: "erase-failed", address: 0x11000, status: 0 }],
  ["contact", { code: "write-failed", address: 0x11000, status: 5 }],
  ["chip", { code: "write-failed", address: 0x11000, status: 6 }],
  ["flash", { code: "verify-mismatch", address: 0x11000, length: 4096, expected: "1", found: "2" }],
  [
    "supply",
    { code: "verify-mismatch", address: 0x11000, length: 8192, expected: "1", found: "2" },
  ],
  [
    "flash",
    {
      code: "verify-mismatch",
      address: 0x11000,
      length: 8192,
      sectors: 1,
      expected: "1",
      found: "2",
    },
  ],
  [
    "supply",
    { code: "verify-mismatch", address: 0x11000, length: 4096, expected: "1", found: "00000000" },
  ],
  ["handling", { code: "already-passed", mac: "", otherSerial: "" }],
  ["chip", { code: "mac-at-work", mac: "", otherSerial: "" }],
  ["contact", { code: "boot-silent", withinMs: 5000 }],
  ["image", { code: "boot-silent", withinMs: 5000, reached: "jump" }],
  ["image", { code: "boot-wrong", expected: "a", seen: "b" }],
  ["image", { code: "boot-loop", restarts: 1, reset: "crash", reached: "app" }],
  ["contact", { code: "boot-loop", restarts: 2, reset: "crash", reached: "bootloader" }],
  ["supply", { code: "boot-loop", restarts: 2, reset: "power-on", reached: "app" }],
  ["adapter", { code: "port-gone", port: "/dev/x", reason: "unplugged" }],
  ["station", { code: "relay-failed", control: "gpio 17", reason: "" }],
];

test.each(CLASSES)("likeliest class of cause, %s: %j", (kind, failure) => {
  expect(causeClassOf(failure)).toBe(kind);
  expect(causeClassesOf(failure)[0]).toBe(kind);
});

test("no answer names what the field knows best: supply, and a reset at the wrong moment", () => {
  const classes = causeClassesOf({ code: "no-link", attempts: 1, heard: 0 });
  expect(classes).toEqual(expect.arrayContaining(["supply", "reset-timing", "contact"]));
});

test("every class of cause is some failure's", () => {
  const used = Object.values(CATALOGUE).flatMap(({ cases }) =>
    cases.flatMap(({ causes }) => causes.map((cause) => cause.class)),
  );
  expect([...new Set(used)].sort()).toEqual([...CAUSE_CLASSES].sort());
});

test("a failure of the station has causes in the station, its adapter or the image, never in the board", () => {
  for (const { cases } of Object.values(CATALOGUE)) {
    for (const { example } of cases) {
      if (!isStationFailure(example)) continue;
      expect(["station", "adapter", "image"]).toEqual(
        expect.arrayContaining([...causeClassesOf(example)]),
      );
    }
  }
});
