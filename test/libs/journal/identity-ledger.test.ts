import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { closeInterrupted } from "../../../libs/journal/close-interrupted.ts";
import type { IdentityEntry, IdentityStep } from "../../../libs/journal/identity-entry.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { samplePass, sampleStart } from "./sample-records.ts";
import { scratchFolder, scratchJournal } from "./scratch.ts";

const at = "2026-03-01T10:00:00.000Z";
const macOf = (number: number): string => `c8478c1000${number.toString(16).padStart(2, "0")}`;

/** Fills a pool with MACs counted from `first`; an entry is bound where `bound` names a serial for it. */
const fill = (journal: Journal, count: number, bound: readonly string[] = [], first = 0): void => {
  const entries = Array.from({ length: count }, (_, index) => ({
    entry: `E${first + index}`,
    origin: `macs.csv:${index + 2}`,
    bound: bound[index] ?? null,
    values: [{ field: "mac", value: macOf(first + index), kind: "mac" }],
  }));
  journal.importIdentities({ pool: "p", fields: ["mac"], entries, at });
};

let entries = 0;
const reserve = (journal: Journal, serial: string, pool: string | null = "p") =>
  journal.reserveIdentity({ pool, serial, newEntry: `N${entries++}`, at });

const entryOf = (journal: Journal, serial: string): IdentityEntry | undefined =>
  journal.identityEntries({ serial })[0];

const step = (own: Partial<IdentityStep>): IdentityStep => ({
  entry: "E0",
  serial: "SN1",
  run: "R1",
  state: "intended",
  boardMac: "02aaaaaaaaaa",
  givenMac: macOf(0),
  at,
  ...own,
});

test("a serial keeps its entry, one that is meant for it goes first, and none is given twice", () => {
  const journal = scratchJournal();
  fill(journal, 3);
  fill(journal, 1, ["SN3"], 9);
  expect(reserve(journal, "SN1")?.values.mac).toBe(macOf(0));
  expect(reserve(journal, "SN3")?.values.mac).toBe(macOf(9));
  expect(reserve(journal, "SN2")?.values.mac).toBe(macOf(1));
  expect(reserve(journal, "SN1")?.values.mac).toBe(macOf(0));
  expect(journal.serialsWithoutIdentity("p", ["SN1", "SN4", "SN3", "SN5"])).toEqual(["SN4", "SN5"]);
  expect(journal.identityPools()[0]?.free).toBe(1);
  expect(reserve(journal, "SN4")?.values.mac).toBe(macOf(2));
  expect(reserve(journal, "SN5")).toBeUndefined();
  fill(journal, 1, [], 20);
  expect(reserve(journal, "SN5")?.values.mac).toBe(macOf(20));
});

test("a serial alone has an entry, too: it is for one board", () => {
  const journal = scratchJournal();
  const own = reserve(journal, "SN1", null);
  expect(own).toMatchObject({ pool: null, serial: "SN1", state: "reserved", values: {} });
  expect(reserve(journal, "SN1", null)?.entry).toBe(own?.entry);
});

test("two that ask at once, of two processes, get two", () => {
  const folder = scratchFolder();
  const one = scratchJournal(folder);
  using other = openJournal(folder, { mode: "write" });
  fill(one, 40);
  const given = Array.from({ length: 20 }, (_, index) => [
    reserve(one, `A${index}`)?.entry,
    reserve(other, `B${index}`)?.entry,
  ]).flat();
  expect(new Set(given).size).toBe(40);
  expect(reserve(other, "A7")?.entry).toBe(given[14]);
});

test("a quarantined entry is out for ever, its serial gets another", () => {
  const journal = scratchJournal();
  fill(journal, 2);
  reserve(journal, "SN1");
  journal.settleIdentity({
    entry: "E0",
    serial: "SN1",
    state: "quarantined",
    board: null,
    note: "eva",
    at,
  });
  journal.noteIdentity(step({ state: "verified", run: "R7" }));
  expect(journal.identityEntries().map(({ state }) => state)).toEqual(["quarantined", "free"]);
  expect(reserve(journal, "SN1")?.entry).toBe("E1");
});

test("what a run tells moves the entry on, and ties it to the board it met first", () => {
  const journal = scratchJournal();
  fill(journal, 1);
  reserve(journal, "SN1");
  expect(entryOf(journal, "SN1")).toMatchObject({ state: "reserved", tiedTo: null });
  journal.noteIdentity(step({}));
  journal.noteIdentity(step({}));
  expect(entryOf(journal, "SN1")).toMatchObject({ state: "intended", tiedTo: "02aaaaaaaaaa" });
  expect(journal.identityTie("E0")).toBe("02aaaaaaaaaa");
  journal.noteIdentity(step({ run: "R2", boardMac: macOf(0) }));
  journal.noteIdentity(step({ run: "R2", state: "verified", boardMac: macOf(0) }));
  expect(entryOf(journal, "SN1")).toMatchObject({
    ...{ state: "verified", tiedTo: "02aaaaaaaaaa", run: "R2" },
  });
  journal.settleIdentity({
    entry: "E0",
    serial: "SN1",
    state: "released",
    board: null,
    note: "eva",
    at,
  });
  expect(entryOf(journal, "SN1")).toMatchObject({ state: "reserved", tiedTo: null });
  expect(journal.identityTie("E0")).toBeNull();
});

test("a run on another host that was never heard of leaves its entry uncertain", () => {
  const journal = scratchJournal();
  fill(journal, 1);
  reserve(journal, "SN1");
  const sent = { entry: "E0", serial: "SN1", fields: [], at } as const;
  const stateOf = () => entryOf(journal, "SN1")?.state;
  journal.noteSent({ ...sent, run: "R1", elsewhere: null });
  expect(stateOf()).toBe("reserved");
  journal.noteSent({ ...sent, run: "R2", elsewhere: "line-b" });
  expect(entryOf(journal, "SN1")).toMatchObject({
    state: "intended",
    unproven: { elsewhere: "line-b" },
  });
  journal.noteUnsent({ ...sent, run: "R2" });
  expect(stateOf()).toBe("reserved");
  journal.noteSent({ ...sent, run: "R3", elsewhere: "line-b" });
  expect(stateOf()).toBe("intended");
  journal.endRun(samplePass({ run: "R3", serial: "SN1" }));
  expect(entryOf(journal, "SN1")).toMatchObject({ unproven: null });
  journal.noteSent({ ...sent, run: "R4", elsewhere: "line-b" });
  journal.settleIdentity({
    entry: "E0",
    serial: "SN1",
    state: "written",
    board: null,
    note: "eva",
    at,
  });
  expect(stateOf()).toBe("written");
});

test("a MAC has one holder: who has its entry, or whose board was given it", () => {
  const journal = scratchJournal();
  fill(journal, 3, ["SN7"]);
  expect(journal.holderOfMac(macOf(2), "SN1")).toEqual({ serial: null, pool: "p" });
  expect(journal.holderOfMac(macOf(0), "SN1")).toMatchObject({ pool: "p" });
  expect(journal.holderOfMac(macOf(0), "SN7")).toBeUndefined();
  reserve(journal, "SN1");
  expect(journal.holderOfMac(macOf(1), "SN2")).toEqual({ serial: "SN1", pool: "p" });
  expect(journal.holderOfMac(macOf(1), "SN1")).toBeUndefined();
  expect(journal.holderOfMac("02bbbbbbbbbb", "SN1")).toBeUndefined();
  journal.noteIdentity(step({ entry: "far", serial: "SN9", givenMac: "02bbbbbbbbbb" }));
  expect(journal.holderOfMac("02bbbbbbbbbb", "SN1")).toEqual({ serial: "SN9", pool: null });
});

test("whatever is done in whatever order, no entry has two serials and every one is listed once", () => {
  const act = fc.record({
    kind: fc.constantFrom("reserve", "intend", "verify", "quarantine", "release", "fill"),
    serial: fc.constantFrom("A", "B", "C", "D"),
    via: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const folder = scratchFolder();
      using one = openJournal(folder, { mode: "write" });
      using other = openJournal(folder, { mode: "write" });
      const holder = new Map<string, string>();
      let filled = 0;
      for (const [index, { kind, serial, via }] of acts.entries()) {
        const journal = via ? one : other;
        const own = journal
          .identityEntries({ serial })
          .findLast((entry) => entry.serial === serial && entry.state !== "quarantined");
        const entry = own?.entry ?? "";
        if (kind === "fill") {
          filled += 2;
          fill(journal, 2, [], filled);
        } else if (kind === "reserve") {
          const got = reserve(journal, serial);
          if (got === undefined) continue;
          expect(holder.get(got.entry) ?? serial).toBe(serial);
          if (own !== undefined) expect(got.entry).toBe(own.entry);
          holder.set(got.entry, serial);
        } else if (own === undefined) continue;
        else if (kind === "intend" || kind === "verify") {
          const state = kind === "intend" ? "intended" : "verified";
          journal.noteIdentity(step({ entry, serial, run: `R${index}`, state }));
        } else {
          const state = kind === "release" ? "released" : "quarantined";
          journal.settleIdentity({ entry, serial, state, board: null, note: "", at });
        }
      }
      const listed = one.identityEntries();
      expect(new Set(listed.map(({ entry }) => entry)).size).toBe(filled);
      for (const { entry, serial } of listed) expect(serial).toBe(holder.get(entry) ?? null);
    }),
    { numRuns: 25 },
  );
});

test("a journal without a ledger lists none", () => {
  const folder = scratchFolder();
  openJournal(folder, { mode: "write" }).close();
  {
    using raw = new DatabaseSync(join(folder, "journal.sqlite"));
    raw.exec("DROP TABLE identity_event");
  }
  using journal = openJournal(folder, { mode: "read" });
  expect(journal.identityEntries()).toEqual([]);
  expect(journal.identityPools()).toEqual([]);
});

const FIELDS = [
  { field: "mac", place: { kind: "calibration" }, value: macOf(0), secret: false },
  {
    field: "psk",
    place: { kind: "flash", start: 0x1e4000 },
    value: "0011223344556677",
    secret: true,
  },
] as const;

test("a run on another host takes its steps into the ledger with its record, once", () => {
  const journal = scratchJournal();
  fill(journal, 1);
  reserve(journal, "SN1");
  const sent = { entry: "E0", serial: "SN1", run: "R1", elsewhere: "line-b", at };
  journal.noteSent({ ...sent, fields: FIELDS });
  const fields = [{ field: "mac", shown: "c8:47:8c:10:00:00" }];
  const board = "02aaaaaaaaaa";
  const identity = { pool: "p", entry: "E0", fields, state: "verified", board } as const;
  const record = samplePass({ run: "R1", serial: "SN1", identity });
  expect(journal.endRun(record)).toBe("stored");
  expect(journal.endRun(record)).toBe("already-stored");
  expect(entryOf(journal, "SN1")).toMatchObject({
    ...{ state: "verified", unproven: null, tiedTo: board, run: "R1" },
  });
  expect(journal.holderOfMac(macOf(0), "SN2")).toMatchObject({ serial: "SN1" });
});

test("a run that never came to a write leaves its entry with its serial", () => {
  const journal = scratchJournal();
  fill(journal, 1);
  reserve(journal, "SN1");
  const sent = { entry: "E0", serial: "SN1", run: "R1", elsewhere: "line-b", at };
  journal.noteSent({ ...sent, fields: FIELDS });
  const identity = { pool: "p", entry: "E0", fields: [], state: "untouched", board: null } as const;
  const failure = { code: "no-link", attempts: 3, heard: 0 } as const;
  journal.endRun(samplePass({ run: "R1", serial: "SN1", verdict: "fail", failure, identity }));
  expect(entryOf(journal, "SN1")).toMatchObject({ state: "reserved", tiedTo: null });
});

test.each([
  ["before its write", [], "untouched", "reserved"],
  ["in its write", ["intended"], "intended", "intended"],
  ["before its verification", ["intended", "written"], "written", "written"],
] as const)(
  "a run cut off %s is closed with how far its values came",
  (_, steps, state, stands) => {
    const journal = scratchJournal();
    fill(journal, 1);
    reserve(journal, "SN1");
    const sent = { entry: "E0", serial: "SN1", run: "R1", elsewhere: null, at };
    journal.noteSent({ ...sent, fields: FIELDS });
    journal.startRun(sampleStart({ run: "R1", serial: "SN1" }));
    for (const each of steps) journal.noteIdentity(step({ state: each }));
    const order = { station: "line-a", fixtures: ["F01"], now: new Date(at) };
    const [closed] = closeInterrupted(journal, order);
    expect(closed?.identity).toEqual({
      pool: "p",
      entry: "E0",
      fields: [
        { field: "mac", shown: "c8:47:8c:10:00:00" },
        { field: "psk", shown: "...6677" },
      ],
      state,
      board: steps.length === 0 ? null : "02aaaaaaaaaa",
    });
    expect(entryOf(journal, "SN1")?.state).toBe(stands);
  },
);

test.each([
  ["its end was never heard", [], { elsewhere: "line-b" }],
  ["it was cut off in its write", ["intended"], { elsewhere: "line-b" }],
  ["it did not prove what it wrote", ["written"], { elsewhere: "line-b" }],
  ["it never came to a write", ["untouched"], null],
  ["it proved all", ["verified"], null],
] as const)("what a run saved is on its own host: %s", (_, states, unproven) => {
  const journal = scratchJournal();
  fill(journal, 1);
  reserve(journal, "SN1");
  const sent = { entry: "E0", serial: "SN1", run: "R1", elsewhere: "line-b", at };
  journal.noteSent({ ...sent, fields: FIELDS });
  for (const state of states) {
    const board = state === "untouched" ? null : "02aaaaaaaaaa";
    const identity = { pool: "p", entry: "E0", fields: [], state, board } as const;
    journal.endRun(samplePass({ run: "R1", serial: "SN1", board: null, identity }));
    // Also of a board whose record could not say what it was found with.
    expect(entryOf(journal, "SN1")?.tiedTo).toBe(board);
  }
  expect(entryOf(journal, "SN1")?.unproven).toEqual(unproven);
  const settled = { entry: "E0", serial: "SN1", state: "verified", note: "read", at } as const;
  journal.settleIdentity({ ...settled, board: macOf(0) });
  expect(entryOf(journal, "SN1")?.unproven).toBeNull();
});

test("of two runs with one entry, only one begins to write: the first that says so", () => {
  const journal = scratchJournal();
  fill(journal, 1);
  reserve(journal, "SN1");
  expect(journal.noteIdentity(step({}))).toBeUndefined();
  const other = step({ run: "R2", boardMac: "02bbbbbbbbbb" });
  expect(journal.noteIdentity(other)).toBe("02aaaaaaaaaa");
  expect(journal.noteIdentity({ ...other, boardMac: null })).toBe("02aaaaaaaaaa");
  expect(journal.noteIdentity({ ...other, boardMac: null, givenMac: null })).toBe("02aaaaaaaaaa");
  expect(entryOf(journal, "SN1")).toMatchObject({ run: "R1", tiedTo: "02aaaaaaaaaa" });
  expect(journal.noteIdentity({ ...other, boardMac: macOf(0) })).toBeUndefined();
});

test("values that were found on a board are tied to that one, though no run here met it", () => {
  const journal = scratchJournal();
  fill(journal, 1);
  reserve(journal, "SN1");
  const settled = { entry: "E0", serial: "SN1", note: "read", at } as const;
  journal.settleIdentity({ ...settled, state: "verified", board: macOf(0) });
  expect(entryOf(journal, "SN1")).toMatchObject({ state: "verified", tiedTo: macOf(0) });
  expect(journal.noteIdentity(step({ boardMac: "02bbbbbbbbbb" }))).toBe(macOf(0));
  journal.settleIdentity({ ...settled, state: "released", board: null });
  expect(journal.noteIdentity(step({ boardMac: "02bbbbbbbbbb" }))).toBeUndefined();
});
