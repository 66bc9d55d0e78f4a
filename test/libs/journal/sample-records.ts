import type { Failure } from "../../../libs/failure/failure.ts";
import { type Outcome, verdictOf } from "../../../libs/failure/verdict.ts";
import type { KeptSector } from "../../../libs/journal/kept-sector.ts";
import type { LotBinding } from "../../../libs/journal/lot-binding.ts";
import { NO_LOT } from "../../../libs/run/purpose.ts";
import { RECORD_SCHEMA, type RunRecord, type RunStart } from "../../../libs/run/run-record.ts";

const IMAGE = { file: "/data/images/firmware.uf2", sha256: "0420ab12".repeat(8) };

/** A run's start, with what the test cares for in place of the defaults. */
export const sampleStart = (own: Partial<RunStart> = {}): RunStart => ({
  run: "01K0000000000000000000RUN1",
  lot: "LOT-1",
  serial: "SN0001",
  fixture: "F01",
  attempt: 1,
  schema: RECORD_SCHEMA,
  purpose: "product",
  startedAt: "2026-03-01T10:00:00.000Z",
  station: "line-a",
  port: "/dev/serial/by-path/usb-0:1-port0",
  operator: "ann",
  recipe: { name: "smart-plug-1.18", sha256: "ab".repeat(32) },
  approval: { by: "bea", at: "2026-02-27T16:00:00.000Z" },
  images: [IMAGE],
  program: "0.1.0",
  ...own,
});

/** A passed run, with what the test cares for in place of the defaults. */
export const samplePass = (own: Partial<RunRecord> = {}): RunRecord => ({
  ...sampleStart(own),
  endedAt: "2026-03-01T10:00:23.400Z",
  recorded: "whole",
  copiedMac: null,
  verdict: "pass",
  failure: null,
  board: {
    chip: "bk7231n",
    chipId: "7231c",
    bootloader: null,
    fingerprint: "e14191ba",
    flashId: "eb6015",
    flashBytes: 0x200000,
    mac: "c8478c000001",
  },
  steps: [
    { step: "link", startedAt: "2026-03-01T10:00:00.100Z", durationMs: 412, bytes: 0, retries: 1 },
    {
      step: "write",
      startedAt: "2026-03-01T10:00:01.000Z",
      durationMs: 18_200,
      bytes: 700_416,
      retries: 0,
    },
  ],
  baud: 921_600,
  linkAttempts: 1,
  backup: null,
  written: 700_416,
  recoveries: [{ step: "link", kind: "rate-lowered", count: 1 }],
  crcs: [{ address: 0x11000, length: 700_416, host: "1d2c3b4a", chip: "1d2c3b4a" }],
  identity: null,
  unbrick: null,
  notes: [],
  bootLog: "V:BK7231N_1.0.1\\x0d\\x0aapp ready\\x0d\\x0a",
  ...own,
});

/** A run that passed on the board with that MAC. */
export const samplePassOn = (mac: string, own: Partial<RunRecord>): RunRecord => {
  const record = samplePass(own);
  return { ...record, board: record.board && { ...record.board, mac } };
};

/** A run that ended with a failure, `fail` or `error` as the code says. */
export const sampleFailure = (failure: Failure, own: Partial<RunRecord> = {}): RunRecord => {
  const verdict: Outcome = verdictOf(failure).outcome;
  return samplePass({ board: null, verdict, failure, ...own });
};

/** An unbrick of a board whose calibration has `samplePass`'s MAC. */
export const sampleUnbrick = (own: Partial<RunRecord> = {}): RunRecord =>
  samplePass({
    ...{ lot: NO_LOT, serial: "REPAIR-1", purpose: "unbrick", board: null, crcs: [] },
    ...{ approval: null, baud: null, linkAttempts: 0, recoveries: [], steps: [], bootLog: "" },
    recipe: { name: "unbrick", sha256: IMAGE.sha256 },
    unbrick: {
      image: {
        file: IMAGE.file,
        sha256: IMAGE.sha256,
        ...{ kind: "full-dump", bootloader: "BK7231S_1.0.5", fingerprint: "f40c9b16" },
      },
      jedecId: "1c7015",
      flash: { part: "EN25QH16", bytes: 0x200000 },
      flashrom: { version: "flashrom 1.3.0", log: "Reading flash... done." },
      backup: { file: "/data/backups/REPAIR-1.bin", sha256: "cd".repeat(32) },
      mac: "c8478c000001",
      keyProof: { by: "named", name: "Eva" },
      ranges: [{ start: 0, end: 0x11000, before: "aa".repeat(32), after: "bb".repeat(32) }],
      readBack: "dd".repeat(32),
    },
    ...own,
  });

/** A sector of a board's own, about to be rewritten. */
export const sampleSector = (own: Partial<KeptSector> = {}): KeptSector => ({
  run: "R1",
  serial: "SN0001",
  address: 0x1e1000,
  before: new Uint8Array(4096).fill(0xff),
  intended: new Uint8Array(4096),
  board: { flashId: "eb6015", fingerprint: "e14191ba", macs: ["c8478c000001"] },
  at: "2026-03-01T10:00:00.000Z",
  ...own,
});

/** A lot of three ordered boards. */
export const sampleBinding = (own: Partial<LotBinding> = {}): LotBinding => ({
  lot: "LOT-1",
  recipes: ["ab".repeat(32)],
  images: [IMAGE.sha256],
  serials: ["SN0001", "SN0002", "SN0003"],
  startedAt: "2026-03-01T09:59:00.000Z",
  ...own,
});
