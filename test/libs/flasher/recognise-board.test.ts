import { expect, test } from "vitest";
import { crc16 } from "../../../libs/bytes/crc16.ts";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { CHIP_NAMES } from "../../../libs/chips/chips.ts";
import type { Failure } from "../../../libs/failure/failure.ts";
import { StepError } from "../../../libs/failure/step-error.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import { CODE_BYTES } from "../../../libs/firmware/code-block.ts";
import { recogniseBoard } from "../../../libs/flasher/recognise-board.ts";
import { describeBoard, type RecognisedBoard } from "../../../libs/flasher/recognised-board.ts";
import { linkVirtualBoard } from "../../support/linked-board.ts";

const recognise = async (
  chip: ChipName,
  faults: readonly string[] = [],
  flash = buildFactoryFlash({ chip, seed: 1, mac: "02c8478c0a0b" }),
): Promise<RecognisedBoard> => {
  const board = await linkVirtualBoard(chip, faults, flash);
  const before = board.fixture.board.flashChanges;
  const found = await recogniseBoard(board.mode, board.progress);
  expect(board.fixture.board.flashChanges).toBe(before);
  return found;
};

const failureOf = (work: Promise<unknown>): Promise<Failure | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof StepError ? error.failure : undefined),
  );

const ROM = {
  downloadMode: "rom",
  toldBy: "id-register",
  flash: { id: "eb6015", part: "TH25Q16HB" },
};
const BASIC = { downloadMode: "bootloader", toldBy: "fingerprint", chipId: null, efuseKey: null };
const SIZE_2M = { flash: { bytes: 0x200000 } };
const SIZE_4M = { flash: { bytes: 0x400000 } };

const FOUND: Readonly<Record<ChipName, readonly object[]>> = {
  bk7231n: [ROM, SIZE_2M, { chips: ["bk7231n"], chipId: "0007231c", efuseKey: "default" }],
  bk7231m: [ROM, SIZE_2M, { chips: ["bk7231m"], chipId: "0007231c", efuseKey: "zero" }],
  bk7238: [ROM, SIZE_2M, { chips: ["bk7238"], chipId: "00007238", efuseKey: "repeated" }],
  bk7252n: [ROM, SIZE_2M, { chips: ["bk7252n"], chipId: "0007252a", bootloader: null }],
  bk7231t: [BASIC, SIZE_2M, { chips: ["bk7231t", "bk7231s"], bootloader: "BK7231S_1.0.5" }],
  bk7231s: [BASIC, SIZE_2M, { marking: "BK7231T or BK7231S", bootloader: "BK7231S_1.0.5" }],
  bk7231u: [BASIC, SIZE_2M, { chips: ["bk7231u"], bootloader: "BK7231U_1.0.6" }],
  bk7231q: [BASIC, SIZE_2M, { chips: ["bk7231q"], bootloader: "BK7231Q_6AFA" }],
  bk7252: [BASIC, SIZE_4M, { chips: ["bk7252", "bk7251"], bootloader: "BK7252_0.1.3" }],
  bk7251: [BASIC, SIZE_4M, { chips: ["bk7252", "bk7251"] }],
};

test.each(CHIP_NAMES)("%s is recognised without being told", async (chip) => {
  const found = await recognise(chip);
  for (const facts of FOUND[chip]) expect(found).toMatchObject(facts);
});

test("a BK7252 with 2 MiB is told from one with 4", async () => {
  const flash = buildFactoryFlash({
    chip: "bk7252",
    seed: 1,
    mac: "02c8478c0a0b",
    flashBytes: 0x200000,
  });
  expect(await recognise("bk7252", [], flash)).toMatchObject(SIZE_2M);
});

test.each([
  ["bk7231n", ["efuse-key:zero"], "BK7231N", "zero"],
  ["bk7231n", ["efuse-key:0123456789abcdeffedcba9876543210"], "BK7231N or BK7231M", "other"],
  ["bk7231m", ["efuse-key:510fb093a3cbeadc5993a17ec7adeb03"], "BK7231N", "default"],
  ["bk7238", ["efuse-key:zero"], "BK7238", "zero"],
  ["bk7231n", ["wrong-chip:0x7238"], "BK7238", "default"],
] as const)("%s with %j is a %s with key %s", async (chip, faults, marking, efuseKey) => {
  expect(await recognise(chip, faults)).toMatchObject({ marking, efuseKey });
});

test.each([
  ["0x7236", "BK7236 or BK7258"],
  ["0x7256", "BK7256"],
  ["0x7259", "BK7259"],
  ["0x1234", "a chip with id 00001234"],
])("a chip with id %s is named as %s, and no chip to flash", async (id, marking) => {
  expect(await recognise("bk7231n", [`wrong-chip:${id}`])).toMatchObject({ chips: [], marking });
});

/** As the chip's own, with another bootloader of the same key. */
const withOtherBootloader = (chip: ChipName): Uint8Array => {
  const flash = buildFactoryFlash({ chip, seed: 1, mac: "02c8478c0a0b" });
  flash.set([...flash.subarray(0x110, 0x122)].reverse(), 0xff);
  for (const block of [0xee, 0x110]) {
    const sum = crc16(flash, block, block + CODE_BYTES);
    flash.set([sum >> 8, sum & 0xff], block + CODE_BYTES);
  }
  return flash;
};

test.each([
  ["bk7231n", "BK7231N", "id-register"],
  ["bk7238", "BK7238", "id-register"],
  ["bk7231t", "BK7231T or BK7231S", "version"],
  ["bk7231q", "perhaps BK7231U, BK7231Q, BK7252 or BK7251", "contents"],
  ["bk7252", "perhaps BK7252 or BK7251", "contents"],
] as const)("%s behind an unknown bootloader is %s, told by %s", async (chip, marking, toldBy) => {
  const found = await recognise(chip, [], withOtherBootloader(chip));
  expect(found).toMatchObject({ marking, toldBy, known: undefined });
});

test("a bootloader that tells nothing leaves what its key and its flash allow", async () => {
  const found = await recognise("bk7231t", ["wrong-chip:0x12345678"]);
  expect(found).toMatchObject({ toldBy: "contents", bootloaderKey: "default" });
  expect(found.chips).toEqual(["bk7231t", "bk7231s"]);
  expect(describeBoard(found)).toBe(
    "download mode in its bootloader, bootloader tells no version, its code scrambled with the default key, flash of 2048 KiB, perhaps BK7231T or BK7231S",
  );
});

test("a flash that does not answer is named so", async () => {
  expect(await failureOf(recognise("bk7231n", ["dead-flash"]))).toEqual({
    code: "flash-unreadable",
    fingerprint: "b7bfa0ce",
    flashId: "000000",
  });
});

test("an N with a blank flash is told by its id and its key", async () => {
  const found = await recognise("bk7231n", ["blank-flash"]);
  expect(found).toMatchObject({ chips: ["bk7231n"], fingerprint: "b397b8f6", bootloader: null });
});

test("a chip whose CRC agrees with no known way of counting is reported", async () => {
  const flash = withOtherBootloader("bk7231n");
  const failure = await failureOf(recognise("bk7231n", ["wrong-crc"], flash));
  expect(failure).toMatchObject({
    code: "unknown-chip",
    detail: expect.stringMatching(/^the CRC of its flash agrees with no known way of counting: /),
  });
});
