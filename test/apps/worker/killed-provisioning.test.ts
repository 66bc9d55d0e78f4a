import { ulid } from "ulid";
import { expect, test } from "vitest";
import { IdentityDesk } from "../../../apps/coordinator/identities/identity-desk.ts";
import { boardJournal } from "../../../apps/worker/board-journal.ts";
import { fromHex } from "../../../libs/bytes/hex.ts";
import { sectorStart } from "../../../libs/bytes/ranges.ts";
import type { ChipName } from "../../../libs/chips/chip.ts";
import { VirtualClock } from "../../../libs/clock/virtual-clock.ts";
import type { WorkerHello } from "../../../libs/dispatch/messages.ts";
import { readMac } from "../../../libs/firmware/calibration.ts";
import { closeInterrupted } from "../../../libs/journal/close-interrupted.ts";
import type { IdentityEntry } from "../../../libs/journal/identity-entry.ts";
import type { Journal } from "../../../libs/journal/journal.ts";
import type { BoardIdentity } from "../../../libs/run/board-identity.ts";
import type { BoardJournal } from "../../../libs/run/board-journal.ts";
import type { RunEnd } from "../../../libs/run/run-record.ts";
import { sampleStart } from "../../libs/journal/sample-records.ts";
import { scratchJournal } from "../../libs/journal/scratch.ts";
import { calibrationAt } from "../../support/journalled-run.ts";
import { type BenchRun, planOf, startRun } from "../../support/memory-bench.ts";

const PSK_AT = 0x1e4000;
/** Of the pages of a sector, every so many is a point to be killed at. */
const EVERY_PAGE = 8;

const RECIPE = {
  pool: "plugs",
  fields: [
    { field: "mac", place: { kind: "calibration" }, secret: false },
    { field: "psk", place: { kind: "flash", start: PSK_AT, length: 8, as: "hex" }, secret: true },
  ],
} as const;

const HELLO: WorkerHello = {
  worker: "W1",
  station: "line-a",
  jig: "jig",
  pid: 1,
  program: "test",
  life: "owned",
  journal: "line-a (/data)",
  fixtures: ["F01"],
};

const at = "2026-03-01T10:00:00.000Z";

const fill = (journal: Journal): void => {
  const entries = Array.from({ length: 3 }, (_, index) => ({
    entry: `E${index}`,
    origin: `macs.csv:${index + 2}`,
    bound: null,
    values: [
      { field: "mac", value: `024fa698ca0${index}`, kind: "mac" },
      { field: "psk", value: `00112233445566a${index}`, kind: "field psk" },
    ],
  }));
  journal.importIdentities({ pool: "plugs", fields: ["mac", "psk"], entries, at });
};

/** What is known of a process's life: the points it came to, and at which it is killed. */
class Life {
  readonly points: string[] = [];
  readonly #killAt: number | undefined;
  isOver = false;
  /** What the guard of a dead process does: the board loses its power. */
  powerOff: () => void = () => undefined;

  constructor(killAt?: number) {
    this.#killAt = killAt;
  }

  /** Comes to a point; a process that was killed there does nothing any more. */
  come(label: string): void {
    if (this.isOver) return;
    this.points.push(label);
    if (this.points.length - 1 !== this.#killAt) return;
    this.isOver = true;
    this.powerOff();
  }

  /** Whatever is between two points; the dead do not. */
  act<T>(label: string, deed: () => T): T {
    this.come(`before ${label}`);
    if (this.isOver) throw new Error("killed");
    const done = deed();
    this.come(`after ${label}`);
    if (this.isOver) throw new Error("killed");
    return done;
  }
}

const gated = (life: Life, journal: BoardJournal): BoardJournal => ({
  ...journal,
  keepSector: (rewrite) => life.act("keep", () => journal.keepSector(rewrite)),
  markIdentity: (mark) => life.act(`mark ${mark.state}`, () => journal.markIdentity(mark)),
});

interface Provisioning {
  readonly serial: string;
  readonly chip: ChipName;
  /** The run before it of the same nest and board. */
  readonly after: BenchRun | undefined;
  readonly mac: string;
}

interface Provisioned {
  readonly bench: BenchRun | undefined;
  readonly identity: BoardIdentity | undefined;
  readonly end: RunEnd | undefined;
}

/** What coordinator and worker do for one board, from the reservation to the record, until they are killed. */
const provision = async (
  life: Life,
  journal: Journal,
  { serial, chip, after, mac }: Provisioning,
): Promise<Provisioned> => {
  const run = ulid();
  let bench: BenchRun | undefined;
  let identity: BoardIdentity | undefined;
  try {
    life.act("reserve", () => reserve(journal, serial));
    const desk = new IdentityDesk(journal, HELLO.journal, { recipes: recipesOf(chip) });
    const given = life.act("give", () => desk.give({ run, serial, fixture: "F01", worker: HELLO }));
    if (given.kind !== "given") throw new Error(JSON.stringify(given));
    identity = given.identity;
    const start = sampleStart({ run, serial, lot: "L1" });
    life.act("start", () => journal.startRun(start));
    const clock = after?.clock ?? new VirtualClock();
    const own = gated(life, boardJournal({ journal, clock }, { run, serial }));
    const order = { own: identity, plan: planOf(chip, 7, 20_000) };
    bench = startRun(chip, { journal: own, order, mac, ...(after !== undefined && { after }) });
    const { abort, fixture, end: ending } = bench;
    life.powerOff = abort;
    const ownSectors = [calibrationAt(chip), sectorStart(PSK_AT)];
    let pages = 0;
    using _ = fixture.board.onFlashChange(({ kind, address }) => {
      if (!ownSectors.includes(sectorStart(address))) return;
      pages += kind === "program" ? 1 : 0;
      if (kind === "erase" || pages % EVERY_PAGE === 1)
        life.come(`${kind} ${address.toString(16)}`);
    });
    const end = await ending;
    if (life.isOver) return { bench, identity, end: undefined };
    life.act("record", () => journal.endRun({ ...start, ...end }));
    return { bench, identity, end };
  } catch (error) {
    if (!life.isOver) throw error;
    await bench?.end;
    return { bench, identity, end: undefined };
  }
};

const recipesOf = (chip: ChipName): ConstructorParameters<typeof IdentityDesk>[2]["recipes"] => {
  const prepared = { identity: { recipe: RECIPE, list: undefined }, chip };
  return new Map([["F01", prepared]]) as never;
};

const bearsMac = (chip: ChipName, { fixture: { board } }: BenchRun): string | undefined =>
  readMac(board.flash.subarray(calibrationAt(chip), calibrationAt(chip) + 0x1000));

const bearsAll = (chip: ChipName, bench: BenchRun, { values }: IdentityEntry): boolean =>
  bearsMac(chip, bench) === values.mac &&
  Buffer.compare(
    bench.fixture.board.flash.subarray(PSK_AT, PSK_AT + 8),
    fromHex(values.psk ?? ""),
  ) === 0;

const entryOf = (journal: Journal, serial: string): IdentityEntry | undefined =>
  journal.identityEntries({ serial })[0];

const FIRST = { serial: "SN1", mac: "02aaaaaaaa00", after: undefined };

const reserve = (journal: Journal, serial: string): IdentityEntry | undefined =>
  journal.reserveIdentity({ pool: "plugs", serial, newEntry: ulid(), at });

const pointsOf = async (chip: ChipName): Promise<readonly string[]> => {
  const journal = scratchJournal();
  fill(journal);
  const whole = new Life();
  const { end } = await provision(whole, journal, { ...FIRST, chip });
  expect(end?.verdict).toBe("pass");
  return whole.points;
};

/** The second chip's flash is closed by CRCs; that the ledger is the same for it needs no more than some points. */
test.each([
  ["bk7231n", 1],
  ["bk7231t", 4],
] as const)(
  "a %s whose worker or coordinator is killed at a write point (1 of %i): no value on two boards, none lost, each gets its own",
  async (chip, oneOf) => {
    const points = await pointsOf(chip);
    const calibration = calibrationAt(chip).toString(16);
    expect(points).toEqual(
      expect.arrayContaining([
        ...["after reserve", "before start", "after keep", "before mark intended"],
        ...["after mark intended", `erase ${calibration}`, `program ${calibration}`],
        ...["erase 1e4000", "after mark written", "before mark verified", "before record"],
      ]),
    );
    for (const [killAt, label] of points.entries()) {
      if (killAt % oneOf !== 0) continue;
      const journal = scratchJournal();
      fill(journal);
      const life = new Life(killAt);
      const killed = await provision(life, journal, { ...FIRST, chip });
      expect(life.isOver, label).toBe(true);

      // What its board bears is listed as its own, in a state that says so.
      const before = entryOf(journal, "SN1");
      if (killed.bench !== undefined && before !== undefined) {
        const mac = bearsMac(chip, killed.bench);
        if (mac !== FIRST.mac) {
          expect(["intended", "written", "verified"], label).toContain(before.state);
          expect(before.tiedTo, label).toBe(FIRST.mac);
        }
      }
      const listed = journal.identityEntries();
      expect(listed.length, label).toBe(3);

      closeInterrupted(journal, { station: "line-a", fixtures: ["F01"], now: new Date() });
      // The line goes on while the first board is uncertain.
      const other = reserve(journal, "SN2");
      const again = { ...FIRST, chip, after: killed.bench };
      const rerun = await provision(new Life(), journal, again);
      expect(rerun.end?.failure, label).toBeNull();
      const entries = journal.identityEntries();
      expect(entries.map(({ state }) => state).sort(), label).toEqual([
        ...["free", "reserved", "verified"],
      ]);
      const [own, foreign] = [entryOf(journal, "SN1"), entryOf(journal, "SN2")];
      if (own === undefined || foreign === undefined || rerun.bench === undefined)
        throw new Error();
      if (before !== undefined) expect(own.entry, label).toBe(before.entry);
      expect(bearsAll(chip, rerun.bench, own), label).toBe(true);
      expect(own.values.mac, label).not.toBe(other?.values.mac);
      expect(journal.openRuns(), label).toEqual([]);
    }
  },
);
