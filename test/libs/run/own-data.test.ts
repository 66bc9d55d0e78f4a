import { describe, expect, test } from "vitest";
import { readU32 } from "../../../libs/bytes/little-endian.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import type { FlashChange } from "../../../libs/simulator/nor-flash.ts";
import { expectUnpowered, expectUntouched } from "../../support/expect-board.ts";
import {
  calibrationAt,
  FIELDS_AT,
  GIVEN_MAC,
  given,
  givenMacOnly,
  PSK,
  startJournalled,
  usedFlash,
  withGiven,
} from "../../support/journalled-run.ts";
import { BOARD_MAC, CHIPS_BY_WAY, expectedFlash, planOf } from "../../support/memory-bench.ts";
import { OP, request } from "../../support/tamper-frames.ts";
import { sampleStart } from "../journal/sample-records.ts";
import { scratchJournal } from "../journal/scratch.ts";

const changesOf = (run: ReturnType<typeof startJournalled>): readonly FlashChange[] => {
  const changes: FlashChange[] = [];
  run.fixture.board.onFlashChange((change) => changes.push(change));
  return changes;
};

describe.each(CHIPS_BY_WAY)("a %s that is given a MAC, a text and a secret", (chip) => {
  const own = given();
  const before = usedFlash(chip);
  const wanted = withGiven(chip, expectedFlash(before, planOf(chip)), own);

  test("holds them, and every other byte of its own as before", async () => {
    const journal = scratchJournal();
    const run = startJournalled(journal, { run: "R1" }, chip, { flash: before, order: { own } });
    const end = await run.settle();
    expect(end).toMatchObject({ verdict: "pass", failure: null, recoveries: [] });
    expect(Buffer.compare(run.fixture.board.flash, wanted)).toBe(0);
    expectUnpowered(run);
    expect(end.board?.mac).toBe(BOARD_MAC);
    expect(end.identity).toEqual({
      pool: "plugs",
      entry: "plugs:7",
      fields: [
        { field: "mac", shown: "02:4f:a6:98:ca:6b" },
        { field: "serial", shown: "SN1" },
        { field: "psk", shown: "...eeff" },
      ],
      state: "verified",
      board: BOARD_MAC,
    });
    expect(JSON.stringify([end, run.news])).not.toContain(PSK.slice(4, 28));
    const own4k = [calibrationAt(chip), FIELDS_AT].map((address) => ({ address, length: 4096 }));
    expect(end.crcs).toEqual(
      expect.arrayContaining(own4k.map((range) => expect.objectContaining(range))),
    );
    expect(journal.identityTie(own.entry)).toBe(BOARD_MAC);
    expect(journal.holderOfMac(GIVEN_MAC, "SN2")).toEqual({ serial: "SN1", pool: null });
  });

  test("keeps its own sectors before their erase, and touches them last", async () => {
    const journal = scratchJournal();
    const run = startJournalled(journal, { run: "R1" }, chip, { flash: before, order: { own } });
    const changes = changesOf(run);
    const kept: number[] = [];
    run.when(
      (news) => news.kind === "step-started" && news.step === "erase",
      () => kept.push(...journal.keptSectors("SN1").map(({ address }) => address)),
    );
    await run.end;
    expect(kept.sort()).toEqual([calibrationAt(chip), FIELDS_AT].sort());
    const [first] = changes.filter(({ address }) => kept.includes(address));
    const app = changes.filter(({ address }) => address < 0x100000);
    expect(first?.at).toBeGreaterThanOrEqual(app.at(-1)?.at ?? Number.POSITIVE_INFINITY);
  });

  test("has nothing to do in a second run that writes what changed", async () => {
    const journal = scratchJournal();
    const first = startJournalled(journal, { run: "R1" }, chip, { flash: before, order: { own } });
    await first.settle();
    const order = { own, write: "changed" } as const;
    const second = startJournalled(journal, { run: "R2" }, chip, { after: first, order });
    const changes = changesOf(second);
    const end = await second.settle();
    expect(end).toMatchObject({ verdict: "pass", written: 0, board: { mac: GIVEN_MAC } });
    expect(end.identity?.state).toBe("verified");
    expect(changes).toEqual([]);
    expect(Buffer.compare(second.fixture.board.flash, wanted)).toBe(0);
  });

  test("gets its own sector right although it was spoilt on the way", async () => {
    const journal = scratchJournal();
    let spoilt = false;
    const wire = request(
      OP.write,
      () => !spoilt,
      (payload) => {
        if (readU32(payload, 0) !== calibrationAt(chip)) return payload;
        spoilt = true;
        return payload.map((byte, index) => (index === 300 ? byte ^ 4 : byte));
      },
    );
    const run = startJournalled(journal, { run: "R1" }, chip, {
      flash: before,
      order: { own },
      wire,
    });
    const end = await run.settle();
    expect(end.verdict).toBe("pass");
    expect(end.recoveries).not.toEqual([]);
    expect(Buffer.compare(run.fixture.board.flash, wanted)).toBe(0);
  });
});

test("a field beside an image's last bytes leaves both whole", async () => {
  const plan = planOf("bk7231n");
  const region = plan.regions[0];
  const start = (region?.start ?? 0) + (region?.bytes.length ?? 0) - 8;
  const place = { kind: "flash", start } as const;
  const own = given({ fields: [{ field: "key", place, value: "0102030405060708", secret: true }] });
  const journal = scratchJournal();
  const run = startJournalled(journal, { run: "R1" }, "bk7231n", { order: { own } });
  expect((await run.end).verdict).toBe("pass");
  const wanted = withGiven("bk7231n", expectedFlash(run.before, plan), own);
  expect(Buffer.compare(run.fixture.board.flash, wanted)).toBe(0);
});

test("one physical board cannot be two serials: its new MAC tells in every lot", async () => {
  const journal = scratchJournal();
  const own = givenMacOnly();
  const first = startJournalled(journal, { run: "R1" }, "bk7231n", { order: { own } });
  expect((await first.settle()).verdict).toBe("pass");
  const other = { run: "R2", serial: "SN2", lot: "L2" };
  const second = startJournalled(journal, other, "bk7231n", { after: first });
  const before = first.fixture.board.flash.slice();
  expect((await second.settle()).failure).toEqual({
    code: "identity-taken",
    mac: GIVEN_MAC,
    otherSerial: "SN1",
  });
  expect(Buffer.compare(first.fixture.board.flash, before)).toBe(0);
});

test("an entry goes to one physical board: under its serial another is refused", async () => {
  const journal = scratchJournal();
  const own = givenMacOnly();
  const first = startJournalled(journal, { run: "R1" }, "bk7231t", { order: { own } });
  await first.settle();
  const mac = "c8478ca1b2c4";
  const second = startJournalled(journal, { run: "R2" }, "bk7231t", { mac, order: { own } });
  expect((await second.settle()).failure).toEqual({
    code: "identity-conflict",
    expected: BOARD_MAC,
    found: mac,
  });
  expectUntouched(second);
  // Told by the coordinator, where the first run was on another host.
  const told = { order: { own: { ...own, tiedTo: BOARD_MAC } }, mac };
  const third = startJournalled(scratchJournal(), { run: "R3" }, "bk7231t", told);
  expect((await third.settle()).failure?.code).toBe("identity-conflict");
});

test("of two lots that run a serial at once, only one board is given what is its own", async () => {
  const journal = scratchJournal();
  const own = given();
  const mac = "c8478ca1b2c4";
  const second = startJournalled(journal, { run: "R2", lot: "L2" }, "bk7231n", {
    mac,
    order: { own },
  });
  second.when(
    (news) => news.kind === "step-started" && news.step === "write",
    () => {
      journal.startRun(sampleStart({ run: "R1", serial: "SN1" }));
      const step = { entry: own.entry, serial: "SN1", run: "R1", state: "intended" } as const;
      const macs = { boardMac: BOARD_MAC, givenMac: GIVEN_MAC };
      journal.noteIdentity({ ...step, ...macs, at: "2026-03-01T10:00:00.000Z" });
    },
  );
  const end = await second.settle();
  expect(end.failure).toEqual({ code: "identity-conflict", expected: BOARD_MAC, found: mac });
  expect(end.identity?.state).toBe("untouched");
  for (const start of [calibrationAt("bk7231n"), FIELDS_AT]) {
    const sector = second.fixture.board.flash.subarray(start, start + 0x1000);
    expect(Buffer.compare(sector, second.before.subarray(start, start + 0x1000))).toBe(0);
  }
});

describe("boards that share a MAC", () => {
  const shared = "000000000000";
  const chip = "bk7231n";
  const own = givenMacOnly();
  const flash = buildFactoryFlash({ chip, seed: 3, mac: shared });
  const conflict = { code: "identity-conflict", expected: shared, found: shared };

  test("a second one is not taken for the one that was given the serial's", async () => {
    const journal = scratchJournal();
    const first = startJournalled(journal, { run: "R1" }, chip, { flash, order: { own } });
    expect((await first.settle()).verdict).toBe("pass");
    const second = startJournalled(journal, { run: "R2" }, chip, { flash, order: { own } });
    expect((await second.settle()).failure).toEqual(conflict);
    expectUntouched(second);
    const again = startJournalled(journal, { run: "R3" }, chip, { after: first, order: { own } });
    expect((await again.settle()).verdict).toBe("pass");
  });

  test("each is given its own, and once more where only its serial is written", async () => {
    const journal = scratchJournal();
    const { fields } = given();
    const serial = given({ fields: fields.filter(({ field }) => field === "serial") });
    const order = { own: serial, calibration: "any" } as const;
    const first = startJournalled(journal, { run: "R1" }, chip, { flash, order });
    expect((await first.settle()).verdict).toBe("pass");
    const again = startJournalled(journal, { run: "R2" }, chip, { after: first, order });
    expect((await again.settle()).verdict).toBe("pass");
  });

  test("one that was cut off in its calibration is known by what was saved of it", async () => {
    const journal = scratchJournal();
    const first = startJournalled(journal, { run: "R1" }, chip, { flash, order: { own } });
    first.fixture.board.onFlashChange(({ address }) => {
      if (address >= 0x1d0000) first.abort();
    });
    await first.settle();
    const again = startJournalled(journal, { run: "R2" }, chip, { after: first, order: { own } });
    expect((await again.settle()).verdict).toBe("pass");
  });
});

test("a board that keeps its MAC, and was given a key, is no other serial's until that is settled", async () => {
  const journal = scratchJournal();
  const at = "2026-03-01T10:00:00.000Z";
  const values = [{ field: "psk", value: PSK, kind: "field psk" }];
  const entries = [{ entry: "plugs:7", origin: "keys.csv:2", bound: null, values }];
  journal.importIdentities({ pool: "plugs", fields: ["psk"], entries, at });
  journal.reserveIdentity({ pool: "plugs", serial: "SN1", newEntry: "", at });
  const own = given({ fields: given().fields.filter(({ field }) => field === "psk") });
  const first = startJournalled(journal, { run: "R1" }, "bk7231n", { order: { own } });
  expect((await first.settle()).verdict).toBe("pass");
  const other = { serial: "SN2", lot: "L2" };
  const second = startJournalled(journal, { run: "R2", ...other }, "bk7231n", { after: first });
  const taken = { code: "identity-taken", mac: BOARD_MAC, otherSerial: "SN1" };
  expect((await second.settle()).failure).toEqual(taken);
  const settled = { entry: own.entry, serial: "SN1", board: null, note: "eva", at } as const;
  journal.settleIdentity({ ...settled, state: "quarantined" });
  const third = startJournalled(journal, { run: "R3", ...other }, "bk7231n", { after: first });
  expect((await third.settle()).verdict).toBe("pass");
});

test("no board is given the MAC of one that passed with it from its maker, in whatever lot", async () => {
  const journal = scratchJournal();
  const first = startJournalled(journal, { run: "R1", serial: "SN0", lot: "L0" }, "bk7231n", {
    mac: GIVEN_MAC,
  });
  await first.settle();
  const own = givenMacOnly();
  const second = startJournalled(journal, { run: "R2" }, "bk7231n", { order: { own } });
  expect((await second.settle()).failure).toEqual({
    code: "identity-taken",
    mac: GIVEN_MAC,
    otherSerial: "SN0",
  });
  expectUntouched(second);
});

test.each([
  ["blank", (sector: Uint8Array) => sector.fill(0xff)],
  ["foreign", (sector: Uint8Array) => sector.fill(0x5a)],
  ["no-mac", (sector: Uint8Array) => sector.fill(0x07, 0x20, 0x21)],
] as const)("a MAC is not put into a calibration that is %s", async (problem, spoil) => {
  const flash = usedFlash("bk7231n");
  spoil(flash.subarray(0x1d0000, 0x1d1000));
  const run = startJournalled(scratchJournal(), { run: "R1" }, "bk7231n", {
    flash,
    order: { own: givenMacOnly() },
  });
  const end = await run.settle();
  expect(end.failure).toEqual({ code: "identity-invalid", field: "mac", problem });
  expect(end.identity?.state).toBe("untouched");
  expectUntouched(run);
});

describe.each(CHIPS_BY_WAY)("a %s without a MAC of its own", (chip) => {
  const at = calibrationAt(chip);

  test("is refused before its first erase, and flashed where the recipe asks for none", async () => {
    const flash = usedFlash(chip);
    flash.fill(0xff, at, at + 0x1000);
    const refused = startJournalled(scratchJournal(), { run: "R1" }, chip, { flash });
    expect((await refused.settle()).failure).toEqual({
      code: "identity-missing",
      address: at,
      found: "blank",
    });
    expectUntouched(refused);
    const order = { calibration: "any" } as const;
    const run = startJournalled(scratchJournal(), { run: "R2" }, chip, { flash, order });
    expect((await run.settle()).verdict).toBe("pass");
  });

  test.each(["000000000000", "ffffffffffff", "01478c000001", "c8478c000000"])(
    "but %s is refused",
    async (mac) => {
      const run = startJournalled(scratchJournal(), { run: "R1" }, chip, { mac });
      expect((await run.settle()).failure).toMatchObject({ found: "shared-mac" });
      expectUntouched(run);
    },
  );
});

test("what cannot be kept in the journal is not erased", async () => {
  const journal = scratchJournal();
  const run = startJournalled(journal, { run: "R1" }, "bk7231n", { order: { own: given() } });
  run.when(
    (news) => news.kind === "step-started" && news.step === "identify",
    () => journal.close(),
  );
  const end = await run.end;
  expect(end).toMatchObject({ verdict: "error", failure: { code: "journal-failed" } });
  expect(Buffer.compare(run.fixture.board.flash, run.before)).toBe(0);
});

test("a sector that only the station's order names lies inside the board's flash", async () => {
  const place = { kind: "flash", start: 0x3fe000 } as const;
  const own = given({ fields: [{ field: "key", place, value: "01", secret: false }] });
  const run = startJournalled(scratchJournal(), { run: "R1" }, "bk7231n", { order: { own } });
  expect((await run.settle()).failure?.code).toBe("wrong-chip");
  expectUntouched(run);
});
