import { readdirSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { CHIPS } from "../../libs/chips/chips.ts";
import { buildFactoryFlash, buildQio, buildUf2 } from "../../libs/firmware/build-image.ts";
import { flashromForTests } from "../support/flashrom-for-tests.ts";
import { DATA, readJournal, writeRecipe } from "../support/lot-files.ts";
import { type Ending, Workplace } from "../support/run-flashline.ts";
import { serveBoards } from "../support/serve-boards.ts";

const CHIP = "bk7231t";
const APP_AT = CHIPS[CHIP].appStart;

beforeAll(() => {
  flashromForTests();
});

/** Of one key with the boards, and of another build: most sectors differ. */
const goodImage = (): Uint8Array =>
  buildQio({ chip: CHIP, seed: 7, bytes: 20_000, version: "1.0.1" });

const healthy = (seed: number): Uint8Array =>
  buildFactoryFlash({ chip: CHIP, seed, mac: `c8478c00000${seed}` });

interface Told {
  readonly kind: string;
  readonly verdict?: string;
  readonly failure?: { readonly code: string } | null;
}

const endIn = ({ stdout }: Ending): Told | undefined =>
  stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Told => JSON.parse(line))
    .find(({ kind }) => kind === "run-ended");

test("a board bricked in each way is repaired, also at a second try, and passes its next run", async () => {
  await using place = new Workplace();
  const recipe = writeRecipe(place, CHIP);
  const image = place.write("good.bin", goodImage());
  const faults = {
    // Closed by CMP, which flashrom leaves as it is.
    F01: ["no-bootloader", "flash-part:eb6015:usual:0x407c"],
    F02: ["half-bootloader"],
    F03: ["foreign-bootloader", "spi-dies-at:0x9000"],
  };
  const seeds = { F01: 1, F02: 2, F03: 3 };
  const nests = (["F01", "F02", "F03"] as const).map((id) => {
    const flash = place.write(`${id}.bin`, healthy(seeds[id]));
    return { id, recipe, virtual: { chip: CHIP, flash, faults: faults[id] } } as const;
  });
  const boards = await serveBoards(place, nests, { power: "socket" });
  const unbrick = (fixture: string) => {
    const args = ["--jig", boards.jig, "--fixture", fixture, "--image", image, "--json"];
    return place.start("unbrick", ...args, "--data", DATA, "--serial", `SN-${fixture}`);
  };
  const cut = async (fixture: string, signal: NodeJS.Signals): Promise<Ending> => {
    const started = unbrick(fixture);
    await started.printed((text) => text.includes('"step":"backup"'));
    process.kill(started.pid, signal);
    return started.ended;
  };
  const first = await Promise.all([
    cut("F01", "SIGINT"),
    cut("F02", "SIGKILL"),
    unbrick("F03").ended,
  ]);
  expect(first.map(({ exitCode }) => exitCode)).toEqual([130, null, 1]);
  expect(first.map(endIn)).toMatchObject([
    { verdict: "aborted", failure: null },
    undefined,
    { verdict: "fail", failure: { code: "spi-write-failed" } },
  ]);
  expect(first[2].stderr).toContain("SN-F03-");

  const second = await Promise.all(nests.map(({ id }) => unbrick(id).ended));
  expect(second.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(
    nests.map(() => [0, expect.stringContaining("PASS")]),
  );
  for (const { id } of nests) {
    const expected = healthy(seeds[id]);
    expected.set(goodImage().subarray(0, APP_AT));
    expect(Buffer.compare(boards.flashOf(id), expected), id).toBe(0);
  }
  const shown = second[0]?.stderr;
  expect(shown).toMatch(/is unbricked as SN-F01, with .*good\.bin\n/);
  expect(shown).toContain("npx flashline history SN-F01 --data");
  expect(shown).toMatch(/Journal head [0-9A-Z]{26}:\d+:[0-9a-f]{64}\n/);
  const verified = await place.run("journal", "verify", "--data", DATA);
  expect(verified.exitCode, verified.stdout + verified.stderr).toBe(0);
  expect(readdirSync(place.path(DATA))).toContain("journal.heads");
  const runs = readJournal(place, (journal) => journal.records());
  expect(runs.every(({ purpose, lot }) => purpose === "unbrick" && lot === "(unbrick)")).toBe(true);
  const codes = runs.map(({ serial, attempt, verdict, failure }) =>
    [serial, attempt, verdict, failure?.code ?? "-"].join(" "),
  );
  expect(codes.sort()).toEqual([
    "SN-F01 1 aborted -",
    "SN-F01 2 pass -",
    "SN-F02 1 error interrupted",
    "SN-F02 2 pass -",
    "SN-F03 1 fail spi-write-failed",
    "SN-F03 2 pass -",
  ]);
  const passed = runs.find(({ serial, verdict }) => serial === "SN-F02" && verdict === "pass");
  expect(passed?.unbrick).toMatchObject({ mac: "c8478c000002", keyProof: { by: "app" } });
  // Of those that came to the write each has the flash as it was then; the one that was killed left nothing else.
  const backups = readdirSync(place.path(`${DATA}/backups`));
  expect(backups).toHaveLength(4);
  expect(backups.filter((it) => it.endsWith(".bin"))).toEqual(backups);

  const serials = place.write("serials.txt", "SN-F01\nSN-F02\nSN-F03\n");
  const lot = ["--lot", "L1", "--serials", serials, "--recipe", recipe, "--data", DATA];
  const run = await place.run("run", "--jig", boards.jig, ...lot, "--headless", "--json");
  expect(run.exitCode, run.stderr).toBe(0);
  const report = await place.run("report", "--data", DATA, "--format", "json");
  const { serials: rows, totals, runs: all } = JSON.parse(report.stdout);
  expect(rows.map((row: { attempts: number }) => row.attempts)).toEqual([1, 1, 1]);
  expect(totals).toMatchObject({ boards: 3, runs: 3, pass: 3 });
  expect(all).toHaveLength(9);
}, 120_000);

test("what cannot be done is refused or told, and the board keeps what it holds", async () => {
  await using place = new Workplace();
  const recipe = writeRecipe(place, CHIP);
  const flash = place.write("F01.bin", healthy(4));
  const virtual = { chip: CHIP, flash, faults: ["no-bootloader", "spi-id:ef4016"] } as const;
  const boards = await serveBoards(place, [{ id: "F01", recipe, virtual }], { power: "socket" });
  const good = place.write("good.bin", goodImage());
  const app = place.write("app.uf2", buildUf2({ chip: CHIP, seed: 1, bytes: 9000, version: "1" }));
  const bare = place.write("bare.yaml", {
    jig: "bare",
    fixtures: [{ id: "F01", flashPort: "/dev/nowhere", power: { kind: "none" } }],
  });
  place.write("config/station.yaml", "approval: required");
  const unbrick = (jig: string, image: string, ...more: string[]) =>
    place.run("unbrick", "--jig", jig, "--fixture", "F01", "--image", image, ...more);
  const [ofApp, noSpi, unnamed, noFlashrom, wrongChip] = await Promise.all([
    unbrick(boards.jig, app),
    unbrick(bare, good),
    unbrick(boards.jig, good),
    place.startBy(
      "/usr/bin/env",
      { PATH: "/usr/bin:/bin" },
      "unbrick",
      "--jig",
      boards.jig,
      "--fixture",
      "F01",
      "--image",
      good,
      "--operator",
      "Eva",
    ).ended,
    unbrick(boards.jig, good, "--data", DATA, "--operator", "Eva"),
  ]);
  expect([ofApp.exitCode, ofApp.stderr]).toEqual([2, expect.stringContaining("app.uf2")]);
  expect([noSpi.exitCode, noSpi.stderr]).toEqual([2, expect.stringContaining("F01 has no `spi`")]);
  expect([unnamed.exitCode, unnamed.stderr]).toEqual([2, expect.stringContaining("--operator")]);
  expect([noFlashrom.exitCode, noFlashrom.stderr]).toEqual([
    3,
    expect.stringContaining("flashrom"),
  ]);
  expect(wrongChip.exitCode, wrongChip.stderr).toBe(1);
  expect(wrongChip.stderr).toContain("spi-wrong-flash");
  const [record] = readJournal(place, (journal) => journal.records());
  expect(record).toMatchObject({ purpose: "unbrick", operator: "Eva", written: 0, backup: null });
  expect(record?.serial).toMatch(/^unbrick-\d{8}T\d{6}Z-F01$/);
}, 60_000);
