import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { buildFactoryFlash, buildQio } from "../../libs/firmware/build-image.ts";
import { Workplace } from "../support/run-flashline.ts";

const PAGE = join(resolve(import.meta.dirname, "../.."), "docs/inspect.md");
const text = readFileSync(PAGE, "utf8");
const UTF8 = { LC_ALL: "C.UTF-8" };

const QIO = buildQio({ chip: "bk7231t", seed: 18, bytes: 700_000, version: "1.18.0" });
const DUMP = buildFactoryFlash({ chip: "bk7231n", seed: 18, mac: "c8478c000018" });

test("docs/inspect.md shows the pages as the program prints them, and lists every field", async () => {
  await using place = new Workplace();
  const files = ["smart-plug_QIO_1.18.bin", "F01-c8478c000018.bin"] as const;
  place.write(files[0], QIO);
  place.write(files[1], DUMP);
  const people = await place.startBy("/usr/bin/env", UTF8, "inspect", ...files).ended;
  const pages = people.stdout.trimEnd().split("\n\n");
  expect(pages.length).toBe(2);
  const shown = text.replaceAll(/```text\n[^`]*```/g, () => `\`\`\`text\n${pages.shift()}\n\`\`\``);
  await expect(shown).toMatchFileSnapshot(PAGE);

  const programs = await place.run("inspect", "--json", ...files, "no-such-file");
  const listed = [...text.matchAll(/^\| ((?:`[a-zA-Z0-9]+`(?:, )?)+) \|/gm)].flatMap(
    ([, names = ""]) => names.replaceAll("`", "").split(", "),
  );
  for (const line of programs.stdout.trimEnd().split("\n")) {
    expect(Object.keys(JSON.parse(line)).sort()).toEqual(listed.toSorted());
  }
});
