import { mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";
import { expect, test } from "vitest";
import { z } from "zod";
import { prepareRecipe } from "../../apps/coordinator/prepare/prepare-lot.ts";
import { asciiBytes } from "../../libs/bytes/text.ts";
import { buildFactoryFlash, buildUf2 } from "../../libs/firmware/build-image.ts";
import { needSharedData } from "../shared-data.ts";
import { Workplace } from "../support/run-flashline.ts";
import { GOOD_APP } from "./bad-lot.ts";
import { goodInputs } from "./good-inputs.ts";
import { generatedSources, realSources } from "./image-sources.ts";

const PROGRAM = resolve(import.meta.dirname, "../../bin/flashline");

const lineSchema = z.object({
  file: z.string(),
  verdict: z.string(),
  app: z.object({ version: z.string() }).nullable(),
  refusal: z.object({ problem: z.string(), remedy: z.string() }).nullable(),
});

const linesOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => lineSchema.parse(JSON.parse(line)));

test.concurrent.for([
  { images: "generated", needs: () => undefined, make: generatedSources },
  { images: "real", needs: needSharedData, make: realSources },
])(
  "$images files that look odd and are good: inspect and a recipe take them",
  async ({ needs, make }, context) => {
    needs(context);
    await using place = new Workplace();
    const rows = goodInputs(make());
    for (const { file, bytes } of rows) place.write(file, bytes);
    const ended = await place.run("inspect", "--json", ...rows.map(({ file }) => file));
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    expect(linesOf(ended.stdout).map(({ file, verdict }) => [file, verdict])).toEqual(
      rows.map(({ file }) => [file, "flashable"]),
    );
    const [plain, , , , , garbage] = linesOf(ended.stdout);
    expect(garbage?.app).toEqual(plain?.app);
    for (const { row, file, chip } of rows) {
      const recipe = place.write(`${row}.yaml`, { recipe: `r${row}`, chip, images: [{ file }] });
      expect((await prepareRecipe(recipe, "optional")).plan.regions.length).toBeGreaterThan(0);
    }
  },
);

// Row 41 of firmware-formats.md section 12.
test.concurrent("what cannot be read is said of each file, and the others are inspected", async () => {
  await using place = new Workplace();
  truncateSync(
    place.write("huge.uf2", buildUf2({ chip: "bk7231n", seed: 1, bytes: 20_000, version: "1" })),
    100 << 20,
  );
  mkdirSync(place.path("folder.bin"));
  symlinkSync(place.path("nowhere"), place.path("dangling.bin"));
  place.write("good.rbl", GOOD_APP);
  const unread = ["huge.uf2", "folder.bin", "dangling.bin"];
  const ended = await place.run("inspect", "--json", ...unread, "good.rbl");
  expect(ended).toMatchObject({ exitCode: 2, stderr: "" });
  expect(linesOf(ended.stdout)).toMatchObject([
    { verdict: "unreadable", refusal: { problem: "has 104857600 bytes, more than 16777216." } },
    { verdict: "unreadable", refusal: { problem: "is a folder." } },
    { verdict: "unreadable", refusal: { problem: "does not exist." } },
    { verdict: "flashable", refusal: null },
  ]);
  const page = await place.run("inspect", ...unread, "good.rbl");
  expect(page.stdout.match(/UNREADABLE {2}It (has 104857600|is a folder|does not)/g)).toHaveLength(
    3,
  );

  for (const file of unread) {
    const recipe = place.write("r.yaml", { recipe: "r", chip: "bk7231n", images: [{ file }] });
    await expect(prepareRecipe(recipe, "optional")).rejects.toThrow(
      /images\[0\]\.file: cannot be used/,
    );
  }
});

/** Clears the screen, turns the direction of reading, rings, and ends a line. */
const HOSTILE = "\u001b[2J\u202e\u0007\u0090\r\n";

test.concurrent("nothing in a file or its name reaches a terminal as it is, and no secret does at all", async () => {
  await using place = new Workplace();
  const secret = "SecretPskOfABoard";
  const dump = buildFactoryFlash({ chip: "bk7231n", seed: 3, mac: "c8478c000003" });
  dump.set(asciiBytes(secret), 0x1ee200);
  place.write("dump.bin", dump);
  const files = [`evil${HOSTILE}.uf2`, `none${HOSTILE}`, "dump.bin"] as const;
  place.write(files[0], buildUf2({ chip: "bk7231n", seed: 1, bytes: 20_000, version: HOSTILE }));
  for (const options of [[], ["--json"]]) {
    const { stdout, stderr, exitCode } = await place.run("inspect", ...options, ...files);
    expect([exitCode, stderr]).toEqual([2, ""]);
    expect(stdout).toContain("x1b[2J");
    expect(stdout).not.toContain(secret);
    expect(stdout.replaceAll("\n", "")).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
  }
});

/** What a terminal of 80 columns is sent. */
const onTerminal = async (place: Workplace, extra: Record<string, string>, file: string) => {
  const { NO_COLOR: _, ...environment } = process.env;
  const env = { ...environment, TERM: "xterm-256color", LC_ALL: "C.UTF-8", ...extra };
  const child = spawn(PROGRAM, ["inspect", file], { cwd: place.folder, cols: 80, rows: 60, env });
  let sent = "";
  child.onData((text) => {
    sent += text;
  });
  const { promise, resolve: end } = Promise.withResolvers<number>();
  child.onExit(({ exitCode }) => end(exitCode));
  return { exitCode: await promise, sent };
};

test.concurrent("a terminal of 80 columns gets colours, unless it asks for none", async () => {
  await using place = new Workplace();
  place.write("good.rbl", GOOD_APP);
  const coloured = await onTerminal(place, {}, "good.rbl");
  expect(coloured.exitCode).toBe(0);
  const sequences = coloured.sent.replaceAll("\u001b", "ESC");
  expect(sequences).toMatch(/ESC\[[\d;]+mFLASHABLEESC\[0m/);
  expect(sequences).toMatch(/ESC\[38;5;75m█+/);
  const plain = stripVTControlCharacters(coloured.sent);
  for (const line of plain.split("\r\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect(await onTerminal(place, { NO_COLOR: "1" }, "good.rbl")).toEqual({
    exitCode: 0,
    sent: plain,
  });
  const ascii = await onTerminal(place, { NO_COLOR: "1", LC_ALL: "C" }, "good.rbl");
  expect(ascii.sent).toMatch(/^[ -~\r\n]+$/);
});
