import { expect, test } from "vitest";
import { CHIPS } from "../../libs/chips/chips.ts";
import { lastEvent } from "../support/board-events.ts";
import { Workplace } from "../support/run-flashline.ts";
import { openWiredBench } from "../support/wired-bench.ts";
import { refusalOf, watchedNest } from "./refusal.ts";
import { usedFlash } from "./used-board.ts";

const jigOf = (...fixtures: readonly object[]) => ({ jig: "bench", trigger: "auto", fixtures });

test.concurrent.each(["bk7231n", "bk7252", "bk7238"] as const)(
  "a %s says what it is, as one JSON object",
  async (chip) => {
    await using place = new Workplace();
    const jig = place.write("jig.yaml", jigOf({ id: "F01", virtual: { chip } }));
    const ending = await place.run("info", "--jig", jig, "--fixture", "F01", "--fast", "--json");
    expect(ending).toMatchObject({ exitCode: 0, stderr: "" });
    expect(ending.stdout.match(/\n/g)).toHaveLength(1);
    const { idRegister, flashSizes, download } = CHIPS[chip];
    const info = lastEvent(ending, "board-info");
    expect(info).toMatchObject({
      fixture: "F01",
      verdict: "pass",
      failure: null,
      board: {
        chips: expect.arrayContaining([chip]),
        chipId: idRegister === undefined ? null : idRegister.toString(16).padStart(8, "0"),
        downloadMode: download.hasRomDownloadMode ? "rom" : "bootloader",
        protection: download.hasRomDownloadMode ? "closed" : null,
        linkAttempts: 1,
        baud: 921600,
      },
    });
    expect(flashSizes).toContain(info.board?.flashBytes);
    expect(info.board?.mac).toMatch(/^02[0-9a-f]{10}$/);
    expect(place.processes()).toEqual([]);
  },
);

test.concurrent("a page for people, from a board behind its ports, which is off and unchanged in the end", async () => {
  await using place = new Workplace();
  const flash = place.write("before.bin", usedFlash("bk7231t", 4));
  const bench = await openWiredBench(place, [{ chip: "bk7231t", flash }], "fast");
  const jig = place.write("jig.yaml", jigOf(...bench.nests));
  const ending = await place.run("info", "--jig", jig, "--fixture", "F01", "--baud", "115200");
  expect(ending).toMatchObject({ exitCode: 0, stderr: "" });
  for (const words of ["F01\n", "BK7231T or BK7231S", "BK7231S_1.0.5", "2048 KiB"])
    expect(ending.stdout).toContain(words);
  expect(ending.stdout).toContain("MAC            c8:47:8c:00:00:04");
  expect(ending.stdout).toContain("1 attempt, 115200 baud");
  expect(bench.relayMoves().at(-1)).toEqual({ fixture: "F01", to: "off" });
  expect(await bench.powered()).toEqual([]);
});

test.concurrent.each([
  ["no answer", { faults: ["silent"] }, "no-link", "No answer from the board."],
  [
    "a dead flash",
    { flash: "zeros.bin" },
    "flash-unreadable",
    "The board's flash does not answer.",
  ],
] as const)(
  "%s is a board's failure, told in words and as JSON",
  async (_, board, code, sentence) => {
    await using place = new Workplace();
    place.write("zeros.bin", new Uint8Array(0x200000));
    const virtual = { chip: "bk7231n", ...board };
    const jig = place.write("jig.yaml", jigOf({ id: "F01", virtual }));
    const ending = await place.run("info", "--jig", jig, "--fixture", "F01", "--json");
    expect(ending.exitCode).toBe(1);
    expect(ending.stderr).toContain(`F01 FAIL ${code}. ${sentence}`);
    expect(ending.stderr).toContain("Likely:");
    expect(lastEvent(ending, "board-info")).toMatchObject({
      verdict: "fail",
      failure: { code },
      board: null,
    });
  },
);

test.concurrent("silence on both ports may be a brick, and names the command", async () => {
  await using place = new Workplace();
  const virtual = { chip: "bk7231t", faults: ["no-bootloader"] };
  const jig = place.write("jig.yaml", jigOf({ id: "F01", virtual }));
  const ending = await place.run("info", "--jig", jig, "--fixture", "F01");
  expect(ending).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ending.stderr).toContain("It may be bricked");
  expect(ending.stderr).toContain("npx flashline unbrick --jig FILE --fixture F01 --image FILE");
});

test.concurrent("a port that is not there is the station's failure", async () => {
  await using place = new Workplace();
  const jig = place.write("jig.yaml", jigOf(watchedNest(place, "F01")));
  const ending = await place.run("info", "--jig", jig, "--fixture", "F01");
  expect(ending).toMatchObject({ exitCode: 3, stdout: "" });
  expect(ending.stderr).toContain("F01 ERROR port-gone. The fixture's USB adapter is not there.");
});

test.concurrent.each([
  [
    "an unknown fixture",
    ["--jig", "jig.yaml", "--fixture", "F1"],
    '--fixture: jig bench has no fixture "F1".',
    'Did you mean "F01"?',
  ],
  [
    "two fixtures",
    ["--jig", "jig.yaml", "--fixture", "F01,F02"],
    "--fixture: F01,F02 names more than one fixture.",
    "Give one id",
  ],
  [
    "an odd rate",
    ["--jig", "jig.yaml", "--fixture", "F01", "--baud", "12345"],
    "'--baud <rate>'",
    "Rates: 115200,",
  ],
  [
    "power by hand where nobody is",
    ["--jig", "jig.yaml", "--fixture", "F03"],
    "fixtures[2].power.kind:",
    "Run it in a terminal, or wire a relay.",
  ],
])("info with %s is refused", async (_, options, where, remedy) => {
  await using place = new Workplace();
  const byHand = { ...watchedNest(place, "F03"), power: { kind: "manual" } };
  place.write("jig.yaml", jigOf(watchedNest(place, "F01"), watchedNest(place, "F02"), byHand));
  const message = await refusalOf(place, "info", ...options);
  expect(message).toContain(where);
  expect(message).toContain(remedy);
});
