import { expect, test } from "vitest";
import { formatJsonHistory, historyOf } from "../../../libs/report/board-history.ts";
import { formatTextHistory } from "../../../libs/report/text-history.ts";
import { sampleFailure, samplePass, sampleSector, sampleStart } from "../journal/sample-records.ts";
import { scratchJournal } from "../journal/scratch.ts";
import { hostileRun } from "./sample-report.ts";

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
    "write  18.2 s  700416  0",
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
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("json: the records as kept, causes in both wordings, saved sectors in hex", () => {
  const history = JSON.parse(formatJsonHistory(tellStory()));
  expect(history.serial).toBe("SN0001");
  expect(history.runs).toEqual([
    {
      ...first,
      explanation: {
        operator: expect.stringContaining("does not hold what was written"),
        engineer: expect.stringContaining("0x011000"),
      },
    },
    { ...second, explanation: null },
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
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(text).toContain("\\x1b[2J");
});
