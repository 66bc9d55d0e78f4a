import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { buildUf2 } from "../../libs/firmware/build-image.ts";
import { InputError } from "../../libs/input/input-error.ts";
import { DATA, readJournal, recordsOf } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { runInHere } from "./run-in-here.ts";

const PSK = "00112233445566778899aabbccddee";

const FIELDS = {
  mac: { in: "calibration" },
  serial: { at: 0x1e4000, as: "text", length: 24 },
  psk: { at: 0x1e4020, as: "hex", length: 16, secret: true },
};

/** A recipe that gives MAC, serial and key from pool plugs; returns its path. */
const writeRecipe = (place: Workplace, identity: object): string => {
  place.write("a.uf2", buildUf2({ chip: "bk7231n", seed: 1, bytes: 20_000, version: "1.18.0" }));
  const images = [{ file: "a.uf2" }];
  return place.write("plug.yaml", { recipe: "plug", chip: "bk7231n", images, identity });
};

const writeJig = (place: Workplace, fixtures: readonly object[], trigger = "auto"): string =>
  place.write("jig.yaml", { jig: "bench", trigger, fixtures });

const TWO = ["F01", "F02"].map((id) => ({ id, virtual: { chip: "bk7231n" } }));

const lotOf = (place: Workplace, count: number, fixtures: readonly object[] = TWO): string[] => [
  ...["run", "--jig", writeJig(place, fixtures), "--recipe", place.path("plug.yaml")],
  ...["--first", "SN1", "--count", String(count), "--lot", "L1", "--data", DATA, "--fast"],
];

test.concurrent("each board gets its own values once; where they are is listed, settled and kept secret", async () => {
  await using place = new Workplace();
  writeRecipe(place, { pool: "plugs", values: "macs.csv", fields: FIELDS });
  place.write(
    "macs.csv",
    `serial,mac,psk\n,C8:47:8C:10:00:01,${PSK}01\n,c8-47-8c-10-00-02,${PSK}02\nSN1,c8478c100003,${PSK}03\n,c8478c100004,${PSK}04\n`,
  );
  const plan = await place.run(...lotOf(place, 3), "--dry-run");
  expect(plan.stdout).toMatch(/own identity from pool plugs: mac, serial, psk/);
  expect(plan.stdout).toMatch(/4 in macs\.csv; 0 free in pool plugs/);
  expect(existsSync(place.path(DATA))).toBe(false);

  const first = await place.run(...lotOf(place, 3), "--json");
  expect(first.exitCode).toBe(0);
  expect(eventsOf(first)).toContainEqual(
    expect.objectContaining({
      kind: "notice",
      text: "Identities: pool plugs (mac, psk), 3 free at the start",
    }),
  );
  const given = recordsOf(place).map(({ serial, identity }) => [
    serial,
    identity?.fields[0]?.shown,
  ]);
  expect(given.sort()).toEqual([
    ["SN1", "c8:47:8c:10:00:03"],
    ["SN2", "c8:47:8c:10:00:01"],
    ["SN3", "c8:47:8c:10:00:02"],
  ]);
  const states = () =>
    readJournal(place, (journal) =>
      journal.identityEntries().map(({ serial, state }) => `${serial} ${state}`),
    );
  expect(states()).toEqual(["SN2 verified", "SN3 verified", "SN1 verified", "null free"]);

  const list = await place.run("identities", "list", "--data", DATA);
  expect(list.stdout).toMatch(/c8:47:8c:10:00:01, psk \.\.\.ee01 +verified +SN2 +/);
  expect(list.stdout).toMatch(/4 entries, 1 free, 3 verified/);
  const json = await place.run("identities", "list", "plugs", "--json", "--data", DATA);
  expect(JSON.parse(json.stdout).totals).toMatchObject({ free: 1, verified: 3 });
  const report = await place.run("history", "SN2", "--data", DATA);
  for (const { stdout, stderr } of [first, list, json, report]) {
    expect(stdout + stderr).not.toContain(PSK);
  }

  const again = await place.run("identities", "import", "plugs", "macs.csv", "--data", DATA);
  expect(again.stdout).toBe("plugs: nothing new: all 4 were there already; 1 free\n");
  const other = await place.run("identities", "import", "others", "macs.csv", "--data", DATA);
  expect(other.exitCode).toBe(2);
  expect(other.stderr).toMatch(
    /macs\.csv:2: mac: c8:47:8c:10:00:01 is in pool plugs already for SN2/,
  );
  place.write("bad.csv", `mac,psk\nc8478c300001,${PSK}\n`);
  for (const [pool, problem] of [
    ["plugs", /bad\.csv:2: psk: has 15 bytes, and its place has 16/],
    ["plug", /plug\.yaml.*: identity\.pool: is plugs, and not plug\./],
  ] as const) {
    const recipe = ["--recipe", place.path("plug.yaml"), "--data", DATA];
    const unfit = await place.run("identities", "import", pool, "bad.csv", ...recipe);
    expect(unfit).toMatchObject({ exitCode: 2, stdout: "" });
    expect(unfit.stderr).toMatch(problem);
  }
  const range = ["--range", "mac=C8:47:8C:20:00:00", "--count", "2", "--data", DATA];
  const more = await place.run("identities", "import", "spare", ...range);
  expect(more.stdout).toBe("spare: 2 added; 2 free\n");

  const short = await place.run(...lotOf(place, 6), "--json");
  expect(short.exitCode).toBe(2);
  expect(short.stderr).toMatch(
    /plugs has 1 free for 3 serials .*: 2 are missing \(SN5, SN6\)\. Bring more: .* import plugs FILE\.csv --data data/,
  );

  const dry = await place.run(...lotOf(place, 6), "--dry-run");
  expect(dry).toMatchObject({ exitCode: 2, stdout: "", stderr: short.stderr });

  // What was refused has imported nothing; a free value is taken back and comes in corrected.
  place.write(
    "macs.csv",
    `mac,psk\nc8478c100001,${PSK}01\nc8478c100004,${PSK}44\nc8478c100005,${PSK}05\n`,
  );
  const wrong = await place.run(...lotOf(place, 5), "--json");
  expect(wrong.stderr).toMatch(/drop plugs --entry \w+ --by NAME --data data/);
  const drop = (...rest: string[]) =>
    place.run("identities", "drop", "plugs", ...rest, "--by", "eva", "--data", DATA);
  expect((await drop("--mac", "c8478c100004")).stdout).toMatch(/plugs: 1 dropped; 0 free/);
  expect((await drop("--mac", "c8478c100001")).stderr).toMatch(/is SN2's, for ever; nothing was/);
  const refused = await place.run(...lotOf(place, 9), "--json");
  expect(refused.stderr).toMatch(/plugs has 2 free for 6 serials/);
  expect(states()).toHaveLength(4 + 2);
  expect(states()[3]).toBe("null dropped");

  // Lists grow with every delivery: no approval speaks for them, and says so.
  const approve = await place.run("recipe", "approve", "plug.yaml", "--by", "ada");
  expect(approve.stdout).toMatch(/; the values in macs\.csv are no part of that\n/);
  const approved = await place.run("recipe", "check", "plug.yaml");
  expect(approved.stdout).toMatch(/by ada, .*recipe and images not changed since; the values in m/);

  const settle = (...rest: string[]) =>
    place.run("identities", "settle", "SN2", ...rest, "--data", DATA);
  const unheard = await settle("--as", "unused");
  expect(unheard.exitCode).toBe(2);
  expect(unheard.stderr).toMatch(
    /SN2: its values were proven on the board with MAC .* before, MAC/,
  );
  expect(states()[0]).toBe("SN2 verified");
  // Another word in between does not undo the proof.
  expect((await settle("--as", "on-board")).exitCode).toBe(0);
  expect((await settle("--as", "unused")).stderr).toMatch(/were proven on the board .*\(run /);
  expect(states()[0]).toBe("SN2 written");
  const said = await settle("--as", "unused", "--by", "ada");
  expect(said.stdout).toMatch(/Never let come back to the line the board with MAC .*now \(run /);
  const [settled] = readJournal(place, (journal) => journal.identityEntries());
  expect(settled).toMatchObject({ state: "reserved", tiedTo: null });
  expect(settled?.note).toMatch(/^by ada: unused, proven before on the board with MAC/);
  expect((await settle("--as", "quarantined", "--by", "eva")).exitCode).toBe(0);
  expect(states()[0]).toBe("SN2 quarantined");
  expect((await settle("--as", "unused")).exitCode).toBe(2);
  expect((await settle()).exitCode).toBe(2);
});

/** Row 44 of firmware-formats.md section 12. */
test.concurrent("a list with bad data stops a lot before anything is touched, naming its line", async () => {
  await using place = new Workplace();
  writeRecipe(place, { pool: "plugs", values: "macs.csv", fields: { mac: FIELDS.mac } });
  for (const [rows, expected] of [
    ["c8478c100001\nC8:47:8C:10:00:01", /macs\.csv:3: .* stands already in line 2/],
    ["c8478c100001\nC9:47:8C:10:00:01", /macs\.csv:3: mac: .* is a group address/],
    ["c8478c100001\nC8:47:8C:10:00", /macs\.csv:3: mac: .* has 5 bytes/],
  ] as const) {
    place.write("macs.csv", `mac\n${rows}\n`);
    const [, ...args] = lotOf(place, 2);
    const before = place.contents();
    for (const way of [["--dry-run"], ["--headless"]]) {
      const refused = await runInHere([...args, "--data", place.path(DATA), ...way]);
      if (!(refused instanceof InputError)) throw new Error("not refused", { cause: refused });
      expect(refused.message).toMatch(expected);
    }
    expect(place.contents()).toEqual(before);
  }
});

test.concurrent("with trigger auto a real nest must see its board, or no identity is given", async () => {
  await using place = new Workplace();
  writeRecipe(place, { fields: { serial: FIELDS.serial } });
  const real = [{ id: "F01", flashPort: "/dev/ttyNone", power: { kind: "none" } }];
  const refused = await place.run(...lotOf(place, 1, real), "--json");
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(/fixtures\[0\]\.inputs\.present: is missing: with trigger `auto`/);
});
