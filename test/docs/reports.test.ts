import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { mixedRuns } from "../libs/report/sample-report.ts";
import { writeGeneratedJournal } from "../support/generated-journal.ts";
import { Workplace } from "../support/run-flashline.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGE = join(ROOT, "docs/reports.md");
const README = join(ROOT, "README.md");
const TERMINAL = { LC_ALL: "C.UTF-8", TZ: "Europe/Berlin" };

/** The block of text behind a line that begins so, replaced. */
const showBehind = (page: string, words: string, text: string): string => {
  const at = page.indexOf(words);
  const from = page.indexOf("```text\n", at);
  const to = page.indexOf("\n```\n", from);
  expect(Math.min(at, from, to)).toBeGreaterThan(0);
  return `${page.slice(0, from)}\`\`\`text\n${text.trimEnd()}${page.slice(to)}`;
};

/** From one line on, up to another. */
const part = (text: string, from: string, to: string): string =>
  text.slice(text.indexOf(from), text.indexOf(to)).trimEnd();

test("docs/reports.md and README.md show reports as the program prints them", async () => {
  await using place = new Workplace();
  const lot = openJournal(place.path("lot"), { mode: "write" });
  const serials = ["SN0001", "SN0002", "SN0003", "SN0004", "SN0005"];
  const binding = { recipes: ["ab".repeat(32)], images: ["0420ab12".repeat(8)], serials };
  lot.bindLot({ lot: "LOT-1", startedAt: "2026-03-01T09:59:00.000Z", ...binding });
  for (const record of mixedRuns()) lot.endRun(record);
  lot.close();
  writeGeneratedJournal(place.path("line"), { seed: 6, runs: 6000 });
  const print = async (data: string): Promise<string> =>
    (await place.startBy("/usr/bin/env", TERMINAL, "report", "--data", data).ended).stdout;
  const [boards, line] = await Promise.all([print("lot"), print("line")]);

  const shown = showBehind(
    showBehind(readFileSync(PAGE, "utf8"), "First the boards", part(boards, "Lot", "Yields (bars")),
    "Then the figures",
    // Each journal has a head of its own.
    part(line, "Yields (bars", "Journal head"),
  );
  await expect(shown).toMatchFileSnapshot(PAGE);
  const readme = readFileSync(README, "utf8");
  await expect(
    showBehind(
      readme,
      "`npx flashline report` then says",
      [
        part(line, "Causes:", "Causes by fixture"),
        part(line, "Fixtures against", "Boards by"),
      ].join("\n\n"),
    ),
  ).toMatchFileSnapshot(README);
});

test("docs/reports.md lists every member of the JSON", async () => {
  await using place = new Workplace();
  writeGeneratedJournal(place.path("line"), { seed: 6, runs: 40 });
  const { stdout } = await place.run("report", "--data", "line", "--format", "json");
  const told = JSON.parse(stdout);
  const page = readFileSync(PAGE, "utf8");
  const line = /^\| `(\w+)` \| .* \|$/gm;
  const listed = [...page.slice(page.indexOf("### json")).matchAll(line)].map(([, name]) => name);
  const named = Object.keys(told).filter((name) => !["timeZone", "madeAt"].includes(name));
  expect(named.toSorted()).toEqual(listed.toSorted());
  for (const [member, fields] of [
    ["serials", Object.keys(told.serials[0])],
    ["figures", [...Object.keys(told.figures), ...Object.keys(told.figures.by)]],
    ["scope", Object.keys(told.scope)],
  ] as const) {
    const row = new RegExp(`^\\| \`${member}\` \\| (.*) \\|$`, "m").exec(page)?.[1] ?? "";
    const names = [...row.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
    expect(names).toEqual(expect.arrayContaining(fields.filter((name) => name !== "lot")));
  }
});
