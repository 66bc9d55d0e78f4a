import stringWidth from "string-width";
import { expect, test } from "vitest";
import { closeInterrupted } from "../../../libs/journal/close-interrupted.ts";
import { historyOf, isKnown } from "../../../libs/report/board-history.ts";
import { formatJsonHistory } from "../../../libs/report/json-history.ts";
import { formatTextHistory } from "../../../libs/report/text-history.ts";
import {
  sampleBinding,
  sampleFailure,
  samplePass,
  sampleSector,
  sampleStart,
  sampleUnbrick,
} from "../journal/sample-records.ts";
import { scratchJournal } from "../journal/scratch.ts";
import { HOSTILE, hostileRun } from "./sample-report.ts";

const first = sampleFailure(
  { code: "verify-mismatch", address: 0x11000, length: 4096, expected: "aa", found: "00" },
  { run: "R1", board: samplePass().board },
);
const second = samplePass({
  run: "R2",
  attempt: 2,
  fixture: "F07",
  startedAt: "2026-03-01T10:05:00.000Z",
  endedAt: "2026-03-01T10:05:20.000Z",
  notes: ["fell back to 115200"],
});
const third = sampleStart({ run: "R3", lot: "LOT-2", startedAt: "2026-03-02T10:00:00.000Z" });

/** Lines that do not fit 80 columns of a terminal. */
const tooWide = (text: string): readonly string[] =>
  text.split("\n").filter((line) => stringWidth(line) > 80);

const tellStory = () => {
  const journal = scratchJournal();
  journal.endRun(second);
  journal.endRun(first);
  journal.endRun(samplePass({ run: "R9", serial: "SN0002" }));
  journal.startRun(third);
  const before = new Uint8Array(4096).fill(0xde);
  const at = "2026-03-01T10:05:01.000Z";
  journal.keepSector(sampleSector({ run: "R2", before, at }));
  return historyOf(journal, "SN0001");
};

test("every attempt in every lot, in order, with its steps, cause, proof and log", () => {
  const text = formatTextHistory(tellStory(), "UTC");
  expect(text).toMatch(/^Serial SN0001: 3 attempts\n/);
  const titles = text.split("\n").filter((line) => line.startsWith("Lot "));
  expect(titles).toEqual([
    "Lot LOT-1, attempt 1: FAIL verify-mismatch",
    "Lot LOT-1, attempt 2: PASS",
    "Lot LOT-2, attempt 1: OPEN, no end recorded",
  ]);
  for (const part of [
    "fixture F07, port /dev/serial/by-path/usb-0:1-port0",
    "Operator   ann",
    "0420ab12".repeat(8),
    "ab".repeat(32),
    "The flash does not hold what was written.",
    "CRC of 4096 bytes at 0x011000 is 00, should be aa.",
    "bk7231n, chip id 7231c",
    "MAC c8478c000001",
    "write  10:00:01  18.2 s  700416  0",
    "Program    0.1.0, record of schema 5",
    "Written    700416 bytes",
    "Recovered  1 x rate-lowered in link",
    "image 1d2c3b4a, chip 1d2c3b4a",
    "fell back to 115200",
    "    | V:BK7231N_1.0.1\n    | app ready\n",
    "4096 bytes at 0x1e1000, 2026-03-01 10:05:01",
    "--kept ADDRESS --run RUN -o FILE",
  ]) {
    expect(text).toContain(part);
  }
  expect(tooWide(text)).toEqual([]);
});

test("of a run that was cut off it is told that nobody knows how far it came", () => {
  const journal = scratchJournal();
  const start = sampleStart({ run: "R1" });
  journal.startRun(start);
  const now = new Date("2026-03-01T12:00:00.000Z");
  closeInterrupted(journal, { station: start.station, fixtures: [start.fixture], now });
  const history = historyOf(journal, start.serial);
  const text = formatTextHistory(history, "UTC");
  expect(text).toMatch(
    /Closed {5}2026-03-01 12:00:00; when it ended is not known\n {2}Cause [\s\S]* {2}Known {6}only its start: how far it came was not recorded\n/,
  );
  expect(text).not.toMatch(/not identified|0 attempts|bytes|after \d/);
  expect(JSON.parse(formatJsonHistory(history)).runs).toMatchObject([{ recorded: "start" }]);
});

test("of an unbrick that was cut off it says to unbrick again, where the flash is kept, and points to no logs", () => {
  const journal = scratchJournal();
  const { run, lot, serial, purpose } = sampleUnbrick({ run: "U1" });
  const start = sampleStart({ run, lot, serial, purpose });
  journal.startRun(start);
  const of = { station: start.station, fixtures: [start.fixture], now: new Date(0) };
  closeInterrupted(journal, { ...of, backupOf: (open) => `/data/backups/${open.serial}.bin` });
  const text = formatTextHistory(historyOf(journal, serial), "UTC");
  expect(text).toContain("Unbrick the board again.");
  expect(text).toContain("is kept in /data/backups/REPAIR-1.bin");
  expect(text).not.toMatch(/Run the board again|flashline log/);
});

test("a board stands by its last attempt, as in reports, also where a clock was set back between", () => {
  const journal = scratchJournal();
  journal.endRun(sampleFailure({ code: "no-link", attempts: 3, heard: 0 }, { run: "R1" }));
  const before = { startedAt: "2026-03-01T09:00:00.000Z", endedAt: "2026-03-01T09:00:20.000Z" };
  journal.endRun(samplePass({ run: "R2", attempt: 2, ...before }));
  const text = formatTextHistory(historyOf(journal, "SN0001"), "UTC");
  expect(text).toContain("PASS by its last run; 1 pass, 1 fail");
});

test("what a board's runs led to for its fixture and the line is part of its history", () => {
  const journal = scratchJournal();
  journal.endRun(first);
  const at = "2026-03-01T10:01:00.000Z";
  const lock = {
    kind: "lock",
    cause: "policy",
    jig: "line-a",
    fixture: "F01",
    lot: "LOT-1",
  } as const;
  const of = { by: null, why: "3 in a row: no-link", detail: null, station: "line-a", at };
  journal.noteDecision({ ...lock, ...of, runs: ["R0", "R1"] });
  journal.noteDecision({ ...lock, ...of, fixture: "F02", runs: ["R0"] });
  const history = historyOf(journal, "SN0001");
  expect(formatTextHistory(history, "UTC")).toContain(
    "What its runs led to\n  2026-03-01 10:01:00 F01 locked by policy: 3 in a row: no-link (2 runs)\n",
  );
  expect(JSON.parse(formatJsonHistory(history)).decisions).toMatchObject([{ fixture: "F01", at }]);
});

test("a board whose last run a station has not told of stands as unknown, as in reports", () => {
  const journal = scratchJournal();
  const { lot, serial, fixture, station } = sampleStart();
  const sent = {
    run: "R1",
    lot,
    serial,
    fixture,
    station,
    attempt: 1,
    purpose: "product",
  } as const;
  journal.sent.note({ ...sent, journal: "J2", at: "2026-03-01T10:00:00.000Z" });
  const told = () => formatTextHistory(historyOf(journal, serial), "UTC");
  expect(told()).toContain("UNKNOWN by its last run");
  journal.endRun(samplePass({ run: "R0", lot: "LOT-0", startedAt: "2026-02-01T10:00:00.000Z" }));
  expect(told()).toContain("UNKNOWN by its last run; 1 pass, 1 unknown");
});

test("an unbrick is told with its proof; its serial does not stand by it, and its board is found by its MAC", () => {
  const journal = scratchJournal();
  const startedAt = "2026-03-05T10:00:00.000Z";
  journal.endRun(sampleUnbrick({ run: "U1", startedAt, endedAt: startedAt }));
  const text = formatTextHistory(historyOf(journal, "REPAIR-1"), "UTC");
  expect(text).toMatch(/^Serial REPAIR-1: 1 unbrick\n/);
  expect(text).toContain("Stands at  NOT RUN");
  expect(text).toContain("Unbrick, attempt 1: PASS\n");
  expect(text).toContain("met in unbrick 1");
  expect(text).toMatch(/Key +nothing left to prove it by: Eva answers for it/);
  expect(text).toMatch(/Range +0x000000 to 0x011000: was\s+a{20}/);
  expect(text).not.toContain("Lot  ");
  expect(tooWide(text)).toEqual([]);
  journal.endRun(samplePass({ run: "R1" }));
  expect(formatTextHistory(historyOf(journal, "SN0001"), "UTC")).toContain(
    "MAC c8:47:8c:00:00:01 as REPAIR-1 in an unbrick",
  );
});

test("json: the records as kept, causes in both wordings, saved sectors by place and length", () => {
  const history = JSON.parse(formatJsonHistory(tellStory()));
  expect(history.serial).toBe("SN0001");
  expect(history.runs).toEqual([
    {
      ...first,
      explanation: {
        operator: expect.stringContaining("does not hold what was written"),
        engineer: expect.stringContaining("0x011000"),
      },
      origin: null,
      delivered: null,
    },
    { ...second, explanation: null, origin: null, delivered: null },
  ]);
  expect(history.open).toEqual([third]);
  expect(history.keptSectors).toEqual([
    { run: "R2", address: 0x1e1000, length: 4096, at: "2026-03-01T10:05:01.000Z" },
  ]);
});

test("hostile text is shown as symbols, in 80 columns", () => {
  const run = hostileRun();
  const journal = scratchJournal();
  journal.endRun(run);
  const history = historyOf(journal, run.serial);
  expect(history.runs).toEqual([run]);
  const text = formatTextHistory(history, "UTC");
  const json = formatJsonHistory(history);
  const unsafe = [...text.split("\n"), ...json.trimEnd().split("\n")].filter((line) =>
    /[\p{C}\p{Zl}\p{Zp}]/u.test(line),
  );
  expect(unsafe).toEqual([]);
  expect(tooWide(text)).toEqual([]);
  expect(text).toContain("\\x1b[2J");
});

test("what it comes to: how it stands, every lot, boards met under it and elsewhere, identities", () => {
  const journal = scratchJournal();
  journal.bindLot(sampleBinding());
  journal.bindLot(sampleBinding({ lot: "LOT-9", startedAt: "2026-04-01T09:00:00.000Z" }));
  journal.endRun(first);
  const { board } = samplePass();
  journal.endRun({ ...second, board: board && { ...board, mac: "c8478c0000ff" } });
  const startedAt = "2026-03-05T10:00:00.000Z";
  journal.endRun(samplePass({ run: "R8", serial: "SN0008", lot: "LOT-3", startedAt }));
  journal.importIdentities({
    ...{ pool: "plugs", fields: ["mac", "psk"], at: "2026-02-01T00:00:00.000Z" },
    entries: [
      {
        ...{ entry: "plugs:7", origin: "macs.csv:7", bound: "SN0001" },
        values: [
          { field: "mac", value: "024fa698ca6b", kind: "mac" },
          { field: "psk", value: "0011223344556677", kind: null },
        ],
      },
    ],
  });
  const at = "2026-03-01T09:59:59.000Z";
  journal.reserveIdentity({ pool: "plugs", serial: "SN0001", newEntry: "x", at });
  const step = { entry: "plugs:7", serial: "SN0001", run: "R2", boardMac: "c8478c0000ff" } as const;
  journal.noteIdentity({ ...step, state: "intended", givenMac: "024fa698ca6b", at });
  const settling = { entry: "plugs:7", serial: "SN0001", note: "by Eva", board: null } as const;
  journal.settleIdentity({ ...settling, state: "verified", at: "2026-03-06T08:00:00.000Z" });
  const history = historyOf(journal, "SN0001");
  const text = formatTextHistory(history, "UTC");
  const [top] = text.split("\n\n");
  expect(top).toBe(`Serial SN0001: 2 attempts
  Stands at  PASS by its last run; 1 pass, 1 fail
  Lot        LOT-1, begun 2026-03-01 09:59:00, run 2 times
  Lot        LOT-9, begun 2026-04-01 09:00:00, not run yet
  Board      MAC c8:47:8c:00:00:01, met in LOT-1 1
  Board      MAC c8:47:8c:00:00:ff, met in LOT-1 2
  Also met   MAC c8:47:8c:00:00:01 as SN0008 in lot LOT-3, 2026-03-05 10:00:00:
             PASS
  Mind       more than one board had this serial: replaced, or a label mixed up
  Identity   verified since 2026-03-06 08:00:00: entry plugs:7, pool plugs, from
             macs.csv:7`);
  expect(text).toContain(`What became of its identity
  2026-03-01 09:59:59 intended, entry plugs:7, board c8:47:8c:00:00:ff, given
             02:4f:a6:98:ca:6b, run R2
  2026-03-06 08:00:00 verified, entry plugs:7, no run: by Eva`);
  const json = formatJsonHistory(history);
  for (const shown of [text, json]) expect(shown).not.toContain("0011223344556677");
  expect(JSON.parse(json)).toMatchObject({
    lots: [{ lot: "LOT-1" }, { lot: "LOT-9" }],
    boards: [
      {
        mac: "c8478c000001",
        laterMacs: [],
        runs: ["R1"],
        elsewhere: [{ serial: "SN0008", verdict: "pass" }],
      },
      { mac: "c8478c0000ff", runs: ["R2"], elsewhere: [] },
    ],
    identities: [{ entry: "plugs:7", pool: "plugs", state: "verified" }],
    identityHappenings: [{ state: "intended" }, { state: "verified", note: "by Eva" }],
  });
});

test("a board that was given another MAC is still the same board", () => {
  const journal = scratchJournal();
  const { board } = samplePass();
  const given = "024fa698ca6b";
  journal.endRun(first);
  const step = { entry: "E1", serial: "SN0001", run: "R1", boardMac: "c8478c000001" } as const;
  journal.noteIdentity({ ...step, state: "intended", givenMac: given, at: first.endedAt });
  journal.endRun({ ...second, board: board && { ...board, mac: given } });
  const startedAt = "2026-03-05T10:00:00.000Z";
  const other = samplePass({ run: "R8", serial: "SN0008", lot: "LOT-3", startedAt });
  journal.endRun({ ...other, board: board && { ...board, mac: given } });
  const history = historyOf(journal, "SN0001");
  expect(history.boards).toEqual([
    {
      ...{ mac: "c8478c000001", laterMacs: [given], runs: ["R1", "R2"] },
      elsewhere: [expect.objectContaining({ run: "R8", mac: given })],
    },
  ]);
  const text = formatTextHistory(history, "UTC");
  expect(text).toContain(`
  Board      MAC c8:47:8c:00:00:01, then 02:4f:a6:98:ca:6b, met in LOT-1 1,
             LOT-1 2
  Also met   MAC 02:4f:a6:98:ca:6b as SN0008 in lot LOT-3, 2026-03-05 10:00:00:
             PASS
`);
  expect(text).not.toContain("more than one board");
});

test("a serial that was ordered and not run yet, and one that nobody knows", () => {
  const journal = scratchJournal();
  journal.bindLot(sampleBinding());
  const history = historyOf(journal, "SN0002");
  expect(isKnown(history)).toBe(true);
  expect(formatTextHistory(history, "UTC")).toMatch(
    /^Serial SN0002: 0 attempts\n {2}Stands at {2}NOT RUN\n {2}Lot {8}LOT-1, .*, not run yet\n/,
  );
  expect(isKnown(historyOf(journal, "SN0009"))).toBe(false);
});

test("where a station delivers its records: when each was", () => {
  const journal = scratchJournal();
  journal.endRun(first);
  journal.endRun(second);
  const at = "2026-03-01T12:00:00.000Z";
  journal.delivery.mark({ place: 1, receiver: "https://mes.example.com", at });
  const history = historyOf(journal, "SN0001");
  const lines = formatTextHistory(history, "UTC").split("\n");
  expect(lines.filter((line) => line.includes("Delivered"))).toEqual([
    "  Delivered  by 2026-03-01 12:00:00, to https://mes.example.com",
    "  Delivered  not yet",
  ]);
  expect(JSON.parse(formatJsonHistory(history)).runs).toMatchObject([
    { run: "R1", delivered: { receiver: "https://mes.example.com", at } },
    { run: "R2", origin: null, delivered: null },
  ]);
});

test("a log of wide letters and endless lines stays within its columns, its end shown", () => {
  const journal = scratchJournal();
  const bootLog = `first\\x0a${"測試".repeat(300)}\\x0a  indented\\x0a${HOSTILE.repeat(9)}\\x0alast`;
  journal.endRun(samplePass({ bootLog, operator: "張".repeat(60) }));
  const text = formatTextHistory(historyOf(journal, "SN0001"), "UTC");
  expect(tooWide(text)).toEqual([]);
  expect(text).toMatch(/Boot log, its end; --json has \d+ lines more\n(.*\n)* {4}\| last\n/);
  expect(text).toContain("    |   indented\n");
  expect(text.split("\n").filter((line) => line.startsWith("    | "))).toHaveLength(16);
});
