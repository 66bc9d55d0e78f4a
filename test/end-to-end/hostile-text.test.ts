import { expect, test } from "vitest";
import { buildUf2 } from "../../libs/firmware/build-image.ts";
import { openPty } from "../libs/link/open-pty.ts";
import { awaitEvent, isStep } from "../support/lot-events.ts";
import { DATA, recordsOf, writeRecipe } from "../support/lot-files.ts";
import { type Ending, Workplace } from "../support/run-flashline.ts";
import { openWiredBench } from "../support/wired-bench.ts";

/** Clears the screen, sets a window's title, turns the direction of reading, rings, and ends a line of CSV. */
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\u202e\u0090"\r';
/** Nothing a terminal obeys; line ends are the program's own. */
const HARMLESS = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u;

const expectHarmless = ({ stdout, stderr }: Ending): void => {
  const lines = `${stdout}\n${stderr}`.split("\n");
  expect(lines.filter((line) => !HARMLESS.test(line))).toEqual([]);
};

test.concurrent("text from a chip and a file name reach no terminal, record or report as they are", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7231n" }], "fast");
  using log = openPty();
  const file = `=evil${HOSTILE}.uf2`;
  place.write(file, buildUf2({ chip: "bk7231n", seed: 1, bytes: 20_000, version: "1.0" }));
  const boot = { on: "log", expect: "a good word", within: "3s" };
  const chip = "bk7231n";
  const recipe = place.write("r.yaml", { recipe: "r", chip, images: [{ file }], boot, retries: 0 });
  const fixtures = bench.nests.map((nest) => ({ ...nest, recipe, logPort: log.path }));
  const jig = place.write("jig.yaml", { jig: "bench", trigger: "auto", fixtures });
  const lot = ["--first", "SN1", "--count", "1", "--lot", "L1", "--data", DATA];
  expectHarmless(await place.run("run", "--jig", jig, ...lot, "--dry-run"));
  const run = place.start("run", "--jig", jig, ...lot, "--json");
  await awaitEvent(run, isStep("boot", "F01"));
  log.send(Buffer.from(HOSTILE));
  const ending = await run.ended;
  expect(ending.exitCode).toBe(1);
  expectHarmless(ending);
  const [record] = recordsOf(place);
  expect(record?.failure).toMatchObject({ code: "boot-wrong", seen: expect.stringMatching(/2J/) });
  expect(record?.failure).toMatchObject({ seen: expect.stringMatching(HARMLESS) });
  expect(record?.bootLog).toMatch(HARMLESS);
  for (const format of ["text", "csv", "json"]) {
    const report = await place.run("report", "--data", DATA, "--format", format);
    expect(report.exitCode).toBe(0);
    expect(report.stdout).toContain("evil");
    expectHarmless({ ...report, stdout: report.stdout.replaceAll("\r\n", "\n") });
    if (format === "csv") expect(report.stdout).not.toMatch(/(^|[,"])=evil/m);
  }
  const history = await place.run("history", "SN1", "--data", DATA);
  expect(history.stdout).toContain("2J");
  expectHarmless(history);
});

test.concurrent.for([
  { what: "a serial", field: "serials" },
  { what: "a recipe's name", field: "recipe" },
  { what: "a jig's name", field: "jig" },
  { what: "a lot's id", field: "lot" },
  { what: "an operator's name", field: "operator" },
  { what: "an option's name", field: "option" },
])("$what that a terminal would obey is refused and shown escaped", async ({ field }) => {
  await using place = new Workplace();
  const given = (name: string, good: string): string => (name === field ? `a${HOSTILE}` : good);
  const virtual = { chip: "bk7231n" };
  const fixtures = [{ id: "F01", virtual }];
  const jig = place.write("jig.yaml", { jig: given("jig", "bench"), trigger: "auto", fixtures });
  writeRecipe(place, "bk7231n");
  const images = [{ file: "bk7231n.uf2" }];
  const name = given("recipe", "good");
  const recipe = place.write("r.yaml", { recipe: name, chip: "bk7231n", images });
  const serials = place.write("serials.txt", given("serials", "SN1"));
  const ending = await place.run(
    ...["run", "--jig", jig, "--recipe", recipe, "--serials", serials, "--data", DATA],
    ...["--lot", given("lot", "L1"), "--operator", given("operator", "Eva")],
    `--${given("option", "headless")}`,
  );
  expect(ending.exitCode).toBe(2);
  expectHarmless(ending);
});
