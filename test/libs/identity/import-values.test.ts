import { ulid } from "ulid";
import { expect, test } from "vitest";
import { importValues } from "../../../libs/identity/import-values.ts";
import { rangeValues } from "../../../libs/identity/range-values.ts";
import type { ValueList } from "../../../libs/identity/value-row.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { refusal } from "../../support/refusal.ts";
import { scratchJournal } from "../journal/scratch.ts";

const now = new Date("2026-03-01T10:00:00.000Z");

/** Rows of mac, pin and serial. */
const list = (
  ...rows: readonly (readonly [mac: string, pin: string, serial?: string])[]
): ValueList => ({
  source: "/lists/macs.csv",
  fields: ["mac", "pin"],
  rows: rows.map(([mac, pin, serial = null], index) => ({
    line: index + 2,
    serial,
    values: new Map([
      ["mac", mac],
      ["pin", pin],
    ]),
  })),
});

const bring = (journal: Journal, values: ValueList, pool = "p") =>
  importValues(journal, values, {
    ...{ pool, now, newId: ulid, takeBack: (from, entry) => `drop ${from} ${entry}` },
  });

const A = "c8478c100001";
const B = "c8478c100002";
const C = "c8478c100003";

test("the same list again adds nothing, a longer one what is new", () => {
  const journal = scratchJournal();
  expect(bring(journal, list([A, "1"], [B, "1", "SN2"]))).toEqual({ added: 2, known: 0 });
  expect(bring(journal, list([A, "1"], [B, "1", "SN2"]))).toEqual({ added: 0, known: 2 });
  expect(bring(journal, list([C, "1"], [A, "1"]))).toEqual({ added: 1, known: 1 });
  expect(journal.identityPools()).toEqual([{ pool: "p", fields: ["mac", "pin"], free: 2 }]);
  const entries = journal.identityEntries({ pool: "p" });
  expect(entries.map(({ values, bound, origin }) => [values.mac, bound, origin])).toEqual([
    [A, null, "macs.csv:2"],
    [B, "SN2", "macs.csv:3"],
    [C, null, "macs.csv:2"],
  ]);
});

test.each([
  [
    "a MAC with another value",
    list([C, "1"], [A, "2"]),
    /macs\.csv:3: mac: c8:47:8c:10:00:01 is in pool p already \(macs\.csv:2\)/,
  ],
  ["a MAC for another serial", list([C, "1"], [A, "1", "SN9"]), /macs\.csv:3: mac: /],
  [
    "a serial with another MAC",
    list([C, "1", "SN2"]),
    /macs\.csv:2: serial: serial SN2 has other values in pool p/,
  ],
  [
    "other columns",
    { ...list([C, "1"]), fields: ["mac"] },
    /has the columns mac, and pool p has mac, pin/,
  ],
])("%s is refused, and nothing of its list comes in", (_, values, expected) => {
  const journal = scratchJournal();
  bring(journal, list([A, "1"], [B, "1", "SN2"]));
  const before = journal.identityEntries();
  expect(refusal(() => bring(journal, values))).toMatch(expected);
  expect(journal.identityEntries()).toEqual(before);
});

test("one MAC is in one entry over all pools", () => {
  const journal = scratchJournal();
  bring(journal, list([A, "1"]));
  expect(refusal(() => bring(journal, list([A, "1"]), "other"))).toMatch(/is in pool p already/);
  expect(journal.identityPools().map(({ pool }) => pool)).toEqual(["p"]);
});

test("a range counts up, and again with more of it adds the rest", () => {
  const journal = scratchJournal();
  const range = (count: number) => rangeValues({ mac: "c8478c10fffe", count }, "range");
  expect(bring(journal, range(3))).toEqual({ added: 3, known: 0 });
  expect(bring(journal, range(5))).toEqual({ added: 2, known: 3 });
  expect(journal.identityEntries().map(({ values }) => values.mac)).toEqual([
    "c8478c10fffe",
    "c8478c10ffff",
    "c8478c110000",
    "c8478c110001",
    "c8478c110002",
  ]);
});

test("the same key in the other case is the same key, in every pool", () => {
  const journal = scratchJournal();
  const keys = (psk: string): ValueList => ({
    source: "/lists/keys.csv",
    fields: ["psk"],
    rows: [{ line: 2, serial: null, values: new Map([["psk", psk]]) }],
  });
  bring(journal, keys("aabbccddeeff0011"));
  for (const pool of ["p", "q"]) {
    expect(refusal(() => bring(journal, keys("AABBCCDDEEFF0011"), pool))).toMatch(
      /keys\.csv:2: psk: is in pool p already \(keys\.csv:2\)/,
    );
  }
});

test("what is dropped while free may come in again, corrected, also for its serial; the rest is told how", () => {
  const journal = scratchJournal();
  bring(journal, list([A, "1"], [B, "1", "SN2"], [C, "1"]));
  const [first] = journal.identityEntries();
  expect(refusal(() => bring(journal, list([A, "2"])))).toMatch(
    new RegExp(`take it back .*: drop p ${first?.entry}`),
  );
  const drop = (entries: readonly string[] | null) =>
    journal.dropIdentities({ pool: "p", entries, by: "eva", at: now.toISOString() });
  expect(drop(null)).toEqual({ kind: "dropped", count: 3 });
  expect(journal.identityPools()).toMatchObject([{ pool: "p", free: 0 }]);
  expect(journal.reserveIdentity({ pool: "p", serial: "SN2", newEntry: "N", at: "now" })).toBe(
    undefined,
  );
  expect(journal.serialsWithoutIdentity("p", ["SN2"])).toEqual(["SN2"]);
  expect(journal.holderOfMac(A, "SN1")).toBeUndefined();
  expect(bring(journal, list([A, "2"], [B, "2", "SN2"]))).toEqual({ added: 2, known: 0 });
  expect(bring(journal, list([A, "2"], [B, "2", "SN2"]))).toEqual({ added: 0, known: 2 });
  expect(bring(journal, list([C, "2"]), "q")).toEqual({ added: 1, known: 0 });
  const wish = { pool: "p", newEntry: "N", at: "now" };
  expect(journal.reserveIdentity({ ...wish, serial: "SN2" })?.values).toEqual({ mac: B, pin: "2" });
  expect(journal.reserveIdentity({ ...wish, serial: "SN1" })?.values).toEqual({ mac: A, pin: "2" });
  expect(journal.reserveIdentity({ ...wish, serial: "SN3" })).toBeUndefined();
  expect(refusal(() => bring(journal, list([A, "3"])))).not.toMatch(/take it back/);
  const states = journal.identityEntries().map(({ state, droppedBy }) => [state, droppedBy]);
  expect(states.slice(0, 3)).toEqual(Array(3).fill(["dropped", "eva"]));
  // A name of one that a serial has, or that was dropped: nothing is.
  const [old, , , own] = journal.identityEntries();
  const free = journal.identityEntries({ pool: "q" })[0]?.entry ?? "";
  for (const entry of [old?.entry ?? "", own?.entry ?? "", "nothing"]) {
    const answer = journal.dropIdentities({ pool: "q", entries: [free, entry], by: "e", at: "n" });
    expect(answer).toEqual({ kind: "not-free", entry });
  }
  expect(journal.identityPools()[1]?.free).toBe(1);
});
