import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { layOut } from "../../apps/dashboard/lay-out.ts";
import { buildUf2 } from "../../libs/firmware/build-image.ts";
import { passesLuhn } from "../../libs/recipe/check-digits.ts";
import { gpioToolsOnPath } from "../libs/gpio/gpio-tools.ts";
import { logText } from "../support/log-text.ts";
import { DATA, recordsOf } from "../support/lot-files.ts";
import { ProgramTerminal } from "../support/program-terminal.ts";
import { Workplace } from "../support/run-flashline.ts";
import { BOOT_WORDS, type BoardKind, serveTrialNests, type TrialNests } from "./trial-nests.ts";

/** A line of a jig's own: its owner is known to the whole machine, other tests included. */
const LID = 56;

/** Longer than a scanner takes for its second line end. */
const HUMAN_PAUSE_MS = 200;

/** A board says once what it has to say; a station that cycles its power may not have been listening. */
const SAY_AGAIN_LOOKS = 25;

const FIXTURES = Array.from({ length: 8 }, (_, index) => `F0${index + 1}`);

/** Serials whose last digit is a Luhn check digit: SN1008, SN1016, ... */
const [STRANGER = "", ...SERIALS] = Array.from({ length: 200 }, (_, count) => `SN${1000 + count}`)
  .filter(passesLuhn)
  .slice(0, 17);

const sn = (place: number): string => SERIALS[place] ?? "";

const lotOf = (place: Workplace, nests: TrialNests): readonly string[] => {
  const version = "1.18.0";
  place.write("app.uf2", buildUf2({ chip: "bk7231n", seed: 1, bytes: 5_000, version }));
  const recipe = place.write("recipe.yaml", {
    recipe: "trial-1.18",
    policy: { otherFixtures: 0 },
    chip: "bk7231n",
    images: [{ file: "app.uf2" }],
    boot: { on: "log", expect: BOOT_WORDS.works, never: BOOT_WORDS.broken, within: "120s" },
    serial: { pattern: "SN[0-9]{4}", check: "luhn" },
  });
  const serials = place.write("serials.txt", SERIALS.join("\n"));
  const lot = ["--serials", serials, "--lot", "L1", "--operator", "Eva", "--data", DATA];
  return ["run", "--jig", nests.jig, "--recipe", recipe, ...lot];
};

/** Every run: place of its serial in the list, fixture, attempt, verdict, cause. */
const RUNS = [
  ...["0 F08 1 aborted -", "0 F01 2 pass -"],
  ...["1 F02 1 fail boot-wrong", "1 F02 2 pass -"],
  ...["2 F03 1 pass -", "3 F04 1 pass -", "4 F05 1 pass -"],
  ...["5 F06 1 pass -", "6 F07 1 pass -", "7 F08 1 pass -"],
  ...["8 F02 1 pass -", "9 F01 1 pass -", "10 F03 1 fail wrong-chip"],
  ...["11 F04 1 fail verify-mismatch", "11 F04 2 fail verify-mismatch", "11 F04 3 pass -"],
  ...["12 F05 1 fail already-passed", "12 F05 2 pass -"],
  ...["13 F03 1 pass -", "14 F07 1 pass -", "15 F08 1 pass -"],
];

const locksOf = (place: Workplace): readonly string[] =>
  logText(place.path(DATA), "coordinator")
    .split("\n")
    .filter((line) => /"kind":"fixture-(un)?locked"/.test(line))
    .map((line) => {
      const { kind, fixture, by, why } = JSON.parse(line);
      return [kind, fixture, by, why].filter((word) => word !== undefined).join(" ");
    });

/** Someone at the line: looks at the screen, types, scans, and puts boards into nests. */
const atLine = (terminal: ProgramTerminal, nests: TrialNests) => {
  /** What a fixture's tile says. */
  const tile = (fixture: string): string => {
    const { columns, rows } = terminal.size;
    const layout = layOut(columns, rows, FIXTURES.length);
    if (layout === null) throw new Error("the terminal is too small");
    const { tileColumns, tileWidth, tileHeight } = layout;
    const index = FIXTURES.indexOf(fixture);
    const top = 3 + Math.floor(index / tileColumns) * tileHeight;
    const left = (index % tileColumns) * (tileWidth + 1);
    return terminal
      .rows()
      .slice(top, top + tileHeight)
      .map((row) => row.slice(left, left + tileWidth))
      .join("\n");
  };
  const sees = (fixture: string, wanted: RegExp): Promise<void> =>
    terminal.shows(wanted, () => tile(fixture));
  const says = (words: RegExp): Promise<void> => terminal.shows(words);
  const press = async (key: string, shown: RegExp): Promise<void> => {
    // A person's finger: a scanner's line end may have come just before.
    await sleep(HUMAN_PAUSE_MS);
    terminal.type(key);
    await says(shown);
  };
  const scan = (text: string): void => terminal.type(`${text}\r`);
  /** A scan that moves nothing, and what is said to it. */
  const isTold = async (text: string, words: string): Promise<void> => {
    scan(text);
    await says(new RegExp(`${text.replace(/[^\w ]/g, ".")}: ${words}`));
  };
  const boots = async (fixture: string, words: keyof typeof BOOT_WORDS, seen: RegExp) => {
    await sees(fixture, /▶ boot/);
    let looks = 0;
    await terminal.shows(seen, () => {
      const seenNow = tile(fixture);
      if (looks % SAY_AGAIN_LOOKS === 0 && /▶ boot/.test(seenNow)) nests.speak(fixture, words);
      looks += 1;
      return seenNow;
    });
  };
  return { tile, sees, says, press, scan, isTold, boots };
};

/** All that can be scanned wrongly before a board has passed, and a line that is stopped in mid-run. */
const firstSitting = async (
  opened: ProgramTerminal,
  nests: TrialNests,
  closeLid: () => void,
): Promise<void> => {
  using terminal = opened;
  const { sees, says, press, scan, isTold } = atLine(terminal, nests);
  for (const fixture of FIXTURES) await sees(fixture, /○ READY/);
  await sees("F01", new RegExp(`Load ${sn(0)}, press Enter`));

  await isTold("SN101", "This is not a serial of this lot: it must be SN\\[0-9\\]\\{4\\}");
  await isTold("http://x.y?q=1 2", "This is not a serial");
  await isTold(`SN${Number(sn(0).slice(2)) + 1}`, "Its check digit is wrong");
  await isTold(STRANGER, "It is not in this lot");

  // A board for the nest with the lid; twice.
  await nests.load("F08");
  scan("fixture:F08");
  await sees("F08", /Scan the serial for this nest/);
  scan(sn(0));
  await sees("F08", new RegExp(`Load ${sn(0)}, close lid`));
  await isTold(sn(0), "It was scanned already: F08 waits for it");
  closeLid();
  await sees("F08", /▶ boot/);
  await isTold(sn(0), "It is in work in F08");

  // Ctrl-C asks, a second one stops; whoever scans meanwhile is told.
  terminal.type(`\u0003\u0003${sn(1)}\r`);
  await says(new RegExp(`${sn(1)}: The line is stopping`));
  await sees("F08", /■ ABORTED/);
  await says(/Enter leaves/);
  await press("\r", /0 PASS, 0 FAIL, 0 ERROR, 1 ABORTED/);
  expect(await terminal.ended).toBe(130);
};

/** The lot taken up again, to its end. */
const secondSitting = async (
  opened: ProgramTerminal,
  nests: TrialNests,
  lid: (to: "open" | "closed") => void,
): Promise<void> => {
  using terminal = opened;
  const { tile, sees, says, press, scan, isTold, boots } = atLine(terminal, nests);
  /** The serial that the tile asks for is scanned, and nothing else is done. */
  const forgets = async (fixture: string, seen: RegExp): Promise<string> => {
    await sees(fixture, /(Load|wap for) SN\d{4}/);
    const [serial = ""] = /(?<=(Load|wap for) )SN\d{4}/.exec(tile(fixture)) ?? [];
    scan(serial);
    await sees(fixture, seen);
    return serial;
  };
  /** A board is put in, and its serial scanned. */
  const feeds = async (fixture: string, seen: RegExp, kind?: BoardKind): Promise<string> => {
    if (fixture !== "F08") await nests.load(fixture, kind);
    else {
      lid("open");
      await sees(fixture, /close lid/);
      await nests.load(fixture, kind);
      lid("closed");
      await sees(fixture, /press Enter/);
    }
    return await forgets(fixture, seen);
  };
  for (const fixture of FIXTURES) await sees(fixture, /○ READY/);

  // Seven boards at work beside a locked nest, eight when it is unlocked: then there is no room for another one.
  await press("l", /Lock or unlock\?/);
  scan("F05");
  await sees("F05", /⊟ LOCKED {2}by hand/);
  await isTold("F05", "F05 is locked");
  await press("p", /PAUSED/);
  await isTold(sn(1), "The line is paused");
  await press("p", /P pause/);
  await nests.load("F01");
  await press("\r", /1 running/);
  await sees("F01", /▶ boot/);
  for (const fixture of FIXTURES.slice(1)) {
    if (fixture !== "F05") await feeds(fixture, /▶ boot/);
  }
  await isTold(sn(15), "All free fixtures are locked");
  scan("5");
  await says(/5 F05 .*Locked by Eva: by hand/);
  await press("l", /○ READY/);
  await press("\u001b", /P pause/);
  await feeds("F05", /▶ boot/);
  await isTold(sn(15), "No fixture is free");

  // A board that must not go on: its result is seen before another one comes.
  await boots("F02", "broken", /⊘ QUARANTINE[\s\S]*boot-wrong/);
  await isTold(sn(15), "First acknowledge the result in F02");
  terminal.resize({ columns: 80, rows: 24 });
  await sees("F02", new RegExp(`Set ${sn(1)} aside, press Enter`));
  await press("\r", /P pause/);
  await sees("F02", /○ READY/);
  await isTold(sn(1), "It was set aside. Call the engineer");
  scan("F02");
  await sees("F02", /Scan the serial for this nest/);
  scan(sn(1));
  await sees("F02", /try 2/);
  await boots("F02", "works", /✓ PASS/);
  await isTold(sn(1), "It has passed already");

  // A result comes in while another page is open; the screen shrinks and grows again.
  await press("?", /KEYS AND SCANS/);
  nests.speak("F01", "works");
  await press("\u001b", /P pause/);
  terminal.resize({ columns: 60, rows: 20 });
  await says(/Tab page 1 of 3/);
  await press("\t", /Tab page 2 of 3/);
  await says(/6 F06/);
  await press("\t", /Tab page 3 of 3/);
  await press("\t", /Tab page 1 of 3/);
  terminal.resize({ columns: 80, rows: 24 });
  await sees("F01", /✓ PASS/);
  for (const fixture of FIXTURES.slice(2)) await boots(fixture, "works", /✓ PASS/);

  // The second eight: a lock that stays, a board of another product, one that sits badly, one that was forgotten.
  await press("l", /Lock or unlock\?/);
  scan("6");
  await sees("F06", /Remove board/);
  await feeds("F03", /⊘ QUARANTINE[\s\S]*wrong-chip/, "other-chip");
  await press("\r", /P pause/);
  await sees("F03", /○ READY/);
  const bad = await feeds("F04", /↻ RETRY[\s\S]*verify-mismatch/, "badly-seated");
  await sees("F04", new RegExp(`Re-seat ${bad}, press R`));
  await nests.reseat("F04");
  await press("r", /P pause/);
  await boots("F04", "works", /✓ PASS/);
  const forgotten = await forgets("F05", /⊘ QUARANTINE[\s\S]*already-passed/);
  scan("F05");
  await sees("F05", /Scan the serial for this nest/);
  await nests.load("F05");
  scan(forgotten);
  await boots("F05", "works", /✓ PASS/);
  for (const fixture of ["F01", "F02", "F03", "F07", "F08"]) {
    await feeds(fixture, /▶ boot/);
    await boots(fixture, "works", /✓ PASS/);
  }
  await says(/Enter leaves/);
  await press("\r", /16 boards: 15 PASS, 1 FAIL/);
  expect(await terminal.ended).toBe(1);
};

test("an operator at the screen: 16 boards on 8 fixtures, every wrong scan, a re-seat, locks, a pause, two sittings", async () => {
  await using place = new Workplace();
  using tools = gpioToolsOnPath(1);
  tools.pull(LID, 0);
  const lid = { kind: "gpiod", chip: "fake", line: LID };
  using nests = await serveTrialNests(
    place,
    FIXTURES.map((id) => ({ id, ...(id === "F08" && { inputs: { lid } }) })),
  );
  const command = lotOf(place, nests);
  await firstSitting(new ProgramTerminal(place, command, { columns: 80, rows: 24 }), nests, () =>
    tools.pull(LID, 1),
  );
  tools.pull(LID, 0);
  await secondSitting(
    new ProgramTerminal(place, command, { columns: 160, rows: 48 }),
    nests,
    (to) => tools.pull(LID, to === "open" ? 0 : 1),
  );

  const runs = recordsOf(place).map(
    (it) =>
      `${SERIALS.indexOf(it.serial)} ${it.fixture} ${it.attempt} ${it.verdict} ${it.failure?.code ?? "-"} ${it.operator}`,
  );
  expect(runs.toSorted()).toEqual(RUNS.map((run) => `${run} Eva`).toSorted());
  expect(locksOf(place)).toEqual([
    "fixture-locked F05 Eva by hand",
    "fixture-unlocked F05 Eva",
    "fixture-locked F06 Eva by hand",
  ]);
}, 100_000);
