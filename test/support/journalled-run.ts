import { boardJournal } from "../../apps/worker/board-journal.ts";
import { toHex } from "../../libs/bytes/hex.ts";
import { SECTOR_BYTES } from "../../libs/bytes/ranges.ts";
import { asciiBytes } from "../../libs/bytes/text.ts";
import type { ChipName } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { VirtualClock } from "../../libs/clock/virtual-clock.ts";
import { buildFactoryFlash } from "../../libs/firmware/build-image.ts";
import type { Journal } from "../../libs/journal/journal.ts";
import type { BoardField, BoardIdentity } from "../../libs/run/board-identity.ts";
import type { IdentityMark } from "../../libs/run/board-journal.ts";
import type { RunEnd } from "../../libs/run/run-record.ts";
import { sampleStart } from "../libs/journal/sample-records.ts";
import { type BenchOptions, type BenchRun, BOARD_MAC, startRun } from "./memory-bench.ts";

/** What a board is given here. */
export const GIVEN_MAC = "024fa698ca6b";
/** Of a secret. */
export const PSK = "00112233445566778899aabbccddeeff";
/** Where text and secret go: a sector of the board's own on every chip. */
export const FIELDS_AT = 0x1e4000;

const MAC_FIELD: BoardField = {
  field: "mac",
  place: { kind: "calibration" },
  value: GIVEN_MAC,
  secret: false,
};

const SERIAL_FIELD: BoardField = {
  field: "serial",
  place: { kind: "flash", start: FIELDS_AT + 8 },
  value: toHex(asciiBytes("SN1".padEnd(24, "\0"))),
  secret: false,
};

const SECRET_FIELD: BoardField = {
  field: "psk",
  place: { kind: "flash", start: FIELDS_AT + 0x20 },
  value: PSK,
  secret: true,
};

/** An entry of the ledger: a MAC, a text and a secret, unless said otherwise. */
export const given = (own: Partial<BoardIdentity> = {}): BoardIdentity => ({
  entry: "plugs:7",
  pool: "plugs",
  tiedTo: null,
  fields: [MAC_FIELD, SERIAL_FIELD, SECRET_FIELD],
  ...own,
});

/** The entry with its MAC alone. */
export const givenMacOnly = (): BoardIdentity => given({ fields: [MAC_FIELD] });

/** The entry with its text alone. */
export const givenSerialOnly = (): BoardIdentity => given({ fields: [SERIAL_FIELD] });

/** Address of the calibration that `buildFactoryFlash` makes. */
export const calibrationAt = (chip: ChipName): number => CHIPS[chip].calibration[0]?.start ?? 0;

/** Of a board that was in use: what is beside the fields must stay. */
export const usedFlash = (chip: ChipName): Uint8Array => {
  const flash = buildFactoryFlash({ chip, seed: 3, mac: BOARD_MAC });
  flash.fill(0x5a, FIELDS_AT, FIELDS_AT + SECTOR_BYTES);
  return flash;
};

/** `flash` with the entry's values in their places, and nothing else changed. */
export const withGiven = (
  chip: ChipName,
  flash: Uint8Array,
  { fields }: BoardIdentity,
): Uint8Array => {
  const own = flash.slice();
  for (const { place, value } of fields) {
    const start = place.kind === "flash" ? place.start : calibrationAt(chip) + 0x24;
    own.set(Buffer.from(value, "hex"), start);
  }
  return own;
};

/** What each run of one journal is told apart by. */
export interface JournalledRun {
  readonly run: string;
  readonly serial?: string;
  readonly lot?: string;
  /** ISO time; the clock's if absent. */
  readonly startedAt?: string;
}

/** As of any run; `marked` is told each mark once it is durable. */
export interface JournalledOptions extends BenchOptions {
  readonly marked?: ((mark: IdentityMark) => unknown) | undefined;
}

/**
 * A run whose surroundings ask a real journal, as a worker's do. Its end is in the journal only once
 * `settle` is called: a worker that is killed never comes to that.
 */
export const startJournalled = (
  journal: Journal,
  { run, serial = "SN1", lot = "L1", startedAt }: JournalledRun,
  chip: ChipName,
  options: JournalledOptions = {},
): BenchRun & { settle(): Promise<RunEnd> } => {
  const clock = options.after?.clock ?? new VirtualClock();
  const began = startedAt ?? clock.date().toISOString();
  const start = sampleStart({ run, serial, lot, startedAt: began });
  journal.startRun(start);
  const kept = boardJournal({ journal, clock }, { run, serial });
  const markIdentity = (mark: IdentityMark): void => {
    kept.markIdentity(mark);
    options.marked?.(mark);
  };
  const bench = startRun(chip, {
    journal: { ...kept, markIdentity },
    passedAs: (mac) => journal.passWithMac(lot, mac, serial),
    ...options,
  });
  const settle = async (): Promise<RunEnd> => {
    const end = await bench.end;
    journal.endRun({ ...start, ...end });
    return end;
  };
  return { ...bench, settle };
};
