import { describe, expect, test } from "vitest";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { buildFactoryFlash } from "../../../libs/firmware/build-image.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import type { IdentityMark } from "../../../libs/run/board-journal.ts";
import {
  calibrationAt,
  FIELDS_AT,
  given,
  givenSerialOnly,
  type JournalledRun,
  startJournalled,
  usedFlash,
  withGiven,
} from "../../support/journalled-run.ts";
import {
  type BenchOptions,
  BOARD_MAC,
  CHIPS_BY_WAY,
  expectedFlash,
  planOf,
} from "../../support/memory-bench.ts";
import { scratchJournal } from "../journal/scratch.ts";

const SECTOR = 0x1000;
const LATER = "2026-06-01T10:00:00.000Z";
const small = (chip: ChipName) => planOf(chip, 7, 9000);

/** When the supply fails: so long after a state is marked, or after the n-th change of the board's own sectors. */
type Cut =
  | { readonly after: IdentityMark["state"]; readonly ms: number }
  | { readonly change: number };

/** A run of a board that loses its supply there. Resolves when the run is over. */
const runAndCut = async (
  journal: Journal,
  which: JournalledRun,
  chip: ChipName,
  cut: Cut,
  options: BenchOptions,
) => {
  const run = startJournalled(journal, which, chip, {
    ...options,
    ...("after" in cut
      ? { marked: (mark) => mark.state === cut.after && run.clock.after(cut.ms, end) }
      : {}),
  });
  let changes = 0;
  const end = (): void => {
    run.fixture.board.powerOff();
    run.abort();
  };
  run.fixture.board.onFlashChange(({ address }) => {
    const sector = address - (address % SECTOR);
    if (sector !== calibrationAt(chip) && sector !== FIELDS_AT) return;
    changes += 1;
    if ("change" in cut && changes === cut.change) run.clock.after(0.1, end);
  });
  await run.end;
  return run;
};

/** In the erase, between erase and write, between pages of both sectors. */
const CUTS: readonly Cut[] = [
  { after: "intended", ms: 20 },
  ...[1, 2, 3, 18].map((change) => ({ change })),
];
const EVERY_CUT: readonly Cut[] = [
  ...CUTS,
  { after: "intended", ms: 0 },
  ...[4, 10, 17, 19, 20, 27, 34].map((change) => ({ change })),
  { after: "written", ms: 0 },
  { after: "verified", ms: 0 },
];

describe.each(CHIPS_BY_WAY)(
  "a %s whose supply fails while its own sectors are rewritten",
  (chip) => {
    const own = given();
    const plan = small(chip);
    const flash = usedFlash(chip);
    const wanted = withGiven(chip, expectedFlash(flash, plan), own);

    test.each(chip === "bk7231n" ? EVERY_CUT : CUTS)(
      "%j, gets all of it back in its next run",
      async (cut) => {
        const journal = scratchJournal();
        const order = { plan, own };
        const first = await runAndCut(journal, { run: "R1" }, chip, cut, { flash, order });
        // Recorded or killed: the next run must not depend on it.
        if ("change" in cut && cut.change % 2 === 0) await first.settle();
        const second = startJournalled(journal, { run: "R2" }, chip, { after: first, order });
        const end = await second.settle();
        expect(end).toMatchObject({ verdict: "pass", identity: { state: "verified" } });
        expect(Buffer.compare(second.fixture.board.flash, wanted)).toBe(0);
      },
    );

    test.each([
      ["twice, at different places", [{ change: 4 }, { change: 18 }]],
      ["twice, before the second run has erased anything", [{ change: 3 }, { change: 1 }]],
    ] as const)("%s, gets all of it back in its third run", async (_, cuts) => {
      const journal = scratchJournal();
      const order = { plan, own };
      const first = await runAndCut(journal, { run: "R1" }, chip, cuts[0], { flash, order });
      const more = { after: first, order };
      const second = await runAndCut(journal, { run: "R2" }, chip, cuts[1], more);
      const third = startJournalled(journal, { run: "R3" }, chip, { after: second, order });
      expect((await third.settle()).verdict).toBe("pass");
      expect(Buffer.compare(third.fixture.board.flash, wanted)).toBe(0);
    });

    test("gets its calibration back also by a recipe that gives it nothing", async () => {
      const journal = scratchJournal();
      const first = await runAndCut(
        journal,
        { run: "R1" },
        chip,
        { change: 1 },
        {
          flash,
          order: { plan, own },
        },
      );
      const second = startJournalled(journal, { run: "R2" }, chip, {
        after: first,
        order: { plan },
      });
      const end = await second.settle();
      expect(end).toMatchObject({ verdict: "pass", identity: null });
      expect(end.notes).toContainEqual(expect.stringContaining("restored"));
      const at = calibrationAt(chip);
      const calibration = second.fixture.board.flash.subarray(at, at + SECTOR);
      expect(Buffer.compare(calibration, flash.subarray(at, at + SECTOR))).toBe(0);
    });

    test("is refused where nothing was saved: on another station", async () => {
      const order = { plan, own };
      const first = await runAndCut(
        scratchJournal(),
        { run: "R1" },
        chip,
        { change: 1 },
        {
          flash,
          order,
        },
      );
      const before = first.fixture.board.flash.slice();
      const told = { plan, own: given({ tiedTo: BOARD_MAC }) };
      const second = startJournalled(scratchJournal(), { run: "R2" }, chip, {
        after: first,
        order: told,
      });
      expect((await second.settle()).failure).toEqual({
        code: "identity-lost",
        address: calibrationAt(chip),
        reason: "not-here",
      });
      expect(Buffer.compare(second.fixture.board.flash, before)).toBe(0);
    });
  },
);

test("what the board has changed since a run that passed is its own, and stays", async () => {
  const journal = scratchJournal();
  const chip = "bk7231n";
  const plan = small(chip);
  const flash = usedFlash(chip);
  const order = { plan, own: given() };
  const first = startJournalled(journal, { run: "R1" }, chip, { flash, order });
  first.when(
    (news) => news.kind === "step-started" && news.step === "erase",
    () => first.abort(),
  );
  await first.settle();
  expect(journal.keptSectors("SN1")).toHaveLength(2);
  const second = startJournalled(journal, { run: "R2" }, chip, { after: first, order: { plan } });
  expect((await second.settle()).verdict).toBe("pass");
  second.fixture.board.flash.fill(0x77, FIELDS_AT, FIELDS_AT + 100);
  const wanted = second.fixture.board.flash.slice();
  const third = startJournalled(journal, { run: "R3" }, chip, { after: second, order: { plan } });
  expect(await third.settle()).toMatchObject({ verdict: "pass", notes: [] });
  expect(Buffer.compare(third.fixture.board.flash, wanted)).toBe(0);
});

test("what was saved of one board goes to none with another flash", async () => {
  const journal = scratchJournal();
  const chip = "bk7231n";
  const order = { plan: small(chip), own: given() };
  const first = await runAndCut(journal, { run: "R1" }, chip, { change: 1 }, { order });
  const flash = first.fixture.board.flash.slice();
  const faults = ["flash-part:856015"];
  const second = startJournalled(journal, { run: "R2" }, chip, { flash, faults, order });
  expect((await second.settle()).failure).toEqual({
    code: "identity-lost",
    address: calibrationAt(chip),
    reason: "other-board",
  });
  expect(Buffer.compare(second.fixture.board.flash, flash)).toBe(0);
});

test("what was saved of one board goes to none with another MAC", async () => {
  const journal = scratchJournal();
  const chip = "bk7231n";
  const order = { plan: small(chip), own: given() };
  await runAndCut(journal, { run: "R1" }, chip, { change: 1 }, { order });
  const mac = "c8478ca1b2c4";
  const second = startJournalled(journal, { run: "R2" }, chip, { mac, order });
  expect((await second.settle()).failure).toEqual({
    code: "identity-conflict",
    expected: BOARD_MAC,
    found: mac,
  });
});

describe.each([
  ["without a MAC", "blank"],
  ["with a MAC that many share", "000000000000"],
] as const)("of boards %s", (_, mac) => {
  const chip = "bk7231n";
  const serialAlone = givenSerialOnly();
  const order = { plan: small(chip), own: serialAlone, calibration: "any" } as const;
  const flash = buildFactoryFlash({ chip, seed: 3, mac: mac === "blank" ? BOARD_MAC : mac });
  if (mac === "blank") flash.fill(0xff, calibrationAt(chip), calibrationAt(chip) + SECTOR);
  flash.fill(0x5a, FIELDS_AT, FIELDS_AT + SECTOR);

  test.each([1, 4])("one that was cut off is restored", async (change) => {
    const journal = scratchJournal();
    const first = await runAndCut(journal, { run: "R1" }, chip, { change }, { flash, order });
    const second = startJournalled(journal, { run: "R2" }, chip, { after: first, order });
    expect((await second.settle()).verdict).toBe("pass");
    const wanted = withGiven(chip, expectedFlash(flash, small(chip)), serialAlone);
    expect(Buffer.compare(second.fixture.board.flash, wanted)).toBe(0);
  });

  test("another one does not get what was saved of the first", async () => {
    const journal = scratchJournal();
    await runAndCut(journal, { run: "R1" }, chip, { change: 1 }, { flash, order });
    const other = flash.slice();
    other.fill(0xa5, FIELDS_AT + 0x800, FIELDS_AT + SECTOR);
    const second = startJournalled(journal, { run: "R2" }, chip, { flash: other, order });
    expect((await second.settle()).failure).toEqual({
      code: "identity-lost",
      address: FIELDS_AT,
      reason: "other-board",
    });
    expect(Buffer.compare(second.fixture.board.flash, other)).toBe(0);
  });
});

test("a board without any MAC is not one of which a MAC was known", async () => {
  const journal = scratchJournal();
  const chip = "bk7231n";
  const serialAlone = givenSerialOnly();
  const order = { plan: small(chip), own: serialAlone } as const;
  const whole = usedFlash(chip);
  await runAndCut(journal, { run: "R1" }, chip, { change: 1 }, { flash: whole, order });
  const flash = whole.slice().fill(0xff, calibrationAt(chip), calibrationAt(chip) + SECTOR);
  flash.fill(0xff, FIELDS_AT, FIELDS_AT + 8);
  const plain = { plan: small(chip), calibration: "any" } as const;
  const second = startJournalled(journal, { run: "R2" }, chip, { flash, order: plain });
  expect((await second.settle()).failure).toMatchObject({ reason: "other-board" });
  expect(Buffer.compare(second.fixture.board.flash, flash)).toBe(0);
});

test("a pass of another board under the serial does not make a half written sector whole", async () => {
  const journal = scratchJournal();
  const chip = "bk7231n";
  const plan = small(chip);
  const flash = usedFlash(chip);
  const order = { plan, own: given() };
  const first = await runAndCut(journal, { run: "R1" }, chip, { change: 18 }, { flash, order });
  await first.settle();
  const other = { mac: "c8478ca1b2c4", order: { plan } };
  const second = startJournalled(journal, { run: "R2", startedAt: LATER }, chip, other);
  expect((await second.settle()).verdict).toBe("pass");
  const third = startJournalled(journal, { run: "R3" }, chip, { after: first, order: { plan } });
  const end = await third.settle();
  expect(end.notes).toContainEqual(expect.stringContaining("restored"));
  const own = third.fixture.board.flash.subarray(FIELDS_AT, FIELDS_AT + SECTOR);
  expect(Buffer.compare(own, flash.subarray(FIELDS_AT, FIELDS_AT + SECTOR))).toBe(0);
});

describe.each(CHIPS_BY_WAY)("a %s lost in mid-run, its own sectors half written", (chip) => {
  test.each([20, 52, 150])(
    "%i ms after their erase began, is known again and finished",
    async (ms) => {
      const own = given();
      const flash = usedFlash(chip);
      let isCut = false;
      const run = startJournalled(scratchJournal(), { run: "R1" }, chip, {
        flash,
        wiring: { logPort: "absent" },
        order: { plan: small(chip), own },
        marked: () => {
          if (!isCut) run.clock.after(ms, () => run.fixture.board.powerOff());
          isCut = true;
        },
      });
      const end = await run.settle();
      expect(end).toMatchObject({ verdict: "pass", identity: { state: "verified" } });
      expect(end.recoveries).toContainEqual({ step: "link", kind: "started-over", count: 1 });
      const wanted = withGiven(chip, expectedFlash(flash, small(chip)), own);
      expect(Buffer.compare(run.fixture.board.flash, wanted)).toBe(0);
    },
  );
});
