import { appendFile, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeDemoFiles } from "../../../../apps/cli/demo-files.ts";
import type { LotRequest, LotView } from "../../../../apps/coordinator/prepare/lot-request.ts";
import {
  checkOperator,
  type JigRequest,
  prepareLot,
  prepareRecipe,
} from "../../../../apps/coordinator/prepare/prepare-lot.ts";
import { buildApp, buildFactoryFlash } from "../../../../libs/firmware/build-image.ts";

import { InputError } from "../../../../libs/input/input-error.ts";
import { writeApproval } from "../../../../libs/recipe/approval-file.ts";
import { small } from "../../../libs/firmware/craft.ts";
import { sampleRequest } from "../sample-request.ts";

let folder: string;
let jigPath: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "prepare-lot-"));
  jigPath = await writeDemoFiles(folder, { fixtures: 1, boards: "good" });
  const jig = await readFile(jigPath, "utf8");
  await writeFile(jigPath, jig.replace("trigger: auto", "trigger: operator"));
});

afterAll(() => rm(folder, { recursive: true }));

/** A lot on a jig whose boards a person starts, asked for at a terminal. */
const requestOf = (view: LotView, serials: LotRequest["serials"]): JigRequest =>
  sampleRequest({ jigPath, serials, lot: undefined, dataDir: folder, view, hasTerminal: true });

test.each<[LotView, LotRequest["serials"], string]>([
  ["lines", ["SN1"], "trigger"],
  ["json", ["SN1"], "trigger"],
  ["lines", "scan", "--scan"],
])(
  "%s take no key: a lot that waits for one is refused at once (%s)",
  async (view, serials, field) => {
    const request = requestOf(view, serials);
    const lot = await prepareLot(request);
    expect(() => checkOperator(lot, request)).toThrow(InputError);
    expect(() => checkOperator(lot, request)).toThrow(field);
  },
);

test.each<[LotRequest["serials"]]>([[["SN1"]], ["scan"]])(
  "the dashboard takes keys: a lot that waits for one is prepared (%s)",
  async (serials) => {
    const request = requestOf("dashboard", serials);
    const lot = await prepareLot(request);
    checkOperator(lot, request);
    expect([...lot.recipes.keys()]).toEqual(["F01"]);
  },
);

test.each<[string, LotRequest["serials"], string | undefined]>([
  ["a list as the recipe wants it", ["SN0018", "SN0026"], undefined],
  [
    "a serial of another form",
    ["SN0018", "SN026"],
    "serial.pattern: SN026 does not match SN[0-9]{4}.",
  ],
  [
    "a wrong check digit",
    ["SN0018", "SN0027"],
    "serial.check: SN0027 has a wrong check digit (luhn).",
  ],
  ["scans, which are looked at one by one", "scan", undefined],
])("%s is taken, or refused before anything is touched", async (_, serials, refusal) => {
  const jig = await readFile(jigPath, "utf8");
  const [, name = ""] = /recipe: (\S+)/.exec(jig) ?? [];
  const recipe = join(folder, name);
  const strict = join(folder, "strict.yaml");
  const form = 'serial: { pattern: "SN[0-9]{4}", check: luhn }\n';
  await writeFile(strict, (await readFile(recipe, "utf8")) + form);
  const strictJig = join(folder, "strict-jig.yaml");
  await writeFile(strictJig, jig.replace(name, strict));
  const lot = prepareLot({ ...requestOf("lines", serials), jigPath: strictJig });
  if (refusal === undefined) expect((await lot).recipes.size).toBe(1);
  else await expect(lot).rejects.toThrow(`strict.yaml: ${refusal}`);
});

test("an image whose name contradicts its content is taken by its content, and said", async () => {
  await writeFile(join(folder, "OpenBK7231T.uf2"), buildApp(small("bk7231n")));
  const path = join(folder, "misnamed.yaml");
  await writeFile(path, "recipe: x-1\nchip: bk7231n\nimages: [{ file: OpenBK7231T.uf2 }]\n");
  const { warnings, plan } = await prepareRecipe(path, "optional");
  expect(plan.regions.length).toBe(1);
  expect(warnings.map(({ warning }) => warning)).toEqual([
    "is named as a UF2, and is an app with RBL header by its content.",
    "is named for BK7231T, and is for BK7231N by its content.",
  ]);
});

describe("a recipe that somebody approved", () => {
  const approved = async (name: string): Promise<string> => {
    await writeFile(join(folder, `${name}.rbl`), buildApp(small("bk7231n")));
    const path = join(folder, `${name}.yaml`);
    await writeFile(path, `recipe: ${name}\nchip: bk7231n\nimages: [{ file: ${name}.rbl }]\n`);
    const { sent } = await prepareRecipe(path, "unasked");
    await writeApproval(path, {
      recipe: { name, sha256: sent.sha256 },
      images: sent.images.map(({ file, sha256, class: is }) => ({ file, sha256, class: is })),
      by: "Ada",
      at: "2026-11-21T08:00:00.000Z",
      program: "test",
    });
    return path;
  };

  test("travels with its approval, which is not asked for while it is being given", async () => {
    const path = await approved("a");
    const approval = { by: "Ada", at: "2026-11-21T08:00:00.000Z" };
    expect((await prepareRecipe(path, "required")).sent.approval).toEqual(approval);
    expect((await prepareRecipe(path, "unasked")).sent.approval).toBeNull();
  });

  test.each<[string, (text: string) => string]>([
    ["a comment", (text) => `${text}# reviewed\n`],
    ["its line ends", (text) => text.replaceAll("\n", "\r\n")],
    ["how an image's path is spelt", (text) => text.replace("file: d", "file: ./d")],
    ["the order of its fields", (text) => text.split("\n").slice(0, 3).reverse().join("\n")],
  ])("is refused when this alone was changed: %s", async (_, change) => {
    const path = await approved("d");
    await writeFile(path, change(await readFile(path, "utf8")));
    await expect(prepareRecipe(path, "optional")).rejects.toThrow(
      /d\.yaml: is not the recipe that Ada .*: it was changed/,
    );
    expect((await prepareRecipe(path, "unasked")).sent.recipe).toBe("d");
  });

  test("is approved by a link's name as well, and found changed by it, too", async () => {
    const path = await approved("e");
    const link = join(folder, "current.yaml");
    await symlink("e.yaml", link);
    expect((await prepareRecipe(link, "required")).sent.approval?.by).toBe("Ada");
    await appendFile(path, "retries: 0\n");
    await expect(prepareRecipe(link, "optional")).rejects.toThrow("is not the recipe that Ada");
  });

  test("and of which an image was changed is refused for that, whatever else is wrong with it", async () => {
    const path = await approved("b");
    await appendFile(join(folder, "b.rbl"), "x");
    const preparing = prepareRecipe(path, "optional");
    await expect(preparing).rejects.toThrow(InputError);
    await expect(preparing).rejects.toThrow(/images\[0\]\.file: b\.rbl is not the file that Ada/);
    await expect(prepareRecipe(path, "unasked")).rejects.toThrow(/b\.rbl: is .*damaged|behind/);
  });

  test("is refused where another file lies in the approval's place, and run without one unless it is required", async () => {
    const path = await approved("c");
    await writeFile(`${path}.approval`, "torn");
    await expect(prepareRecipe(path, "optional")).rejects.toThrow("is no approval of a recipe");
    await rm(`${path}.approval`);
    expect((await prepareRecipe(path, "optional")).sent.approval).toBeNull();
    await expect(prepareRecipe(path, "required")).rejects.toThrow(/is not approved, .*Approve it:/);
  });
});

describe("a dump that goes to every board", () => {
  const recipeFor = async (mac: string, more = ""): Promise<string> => {
    const name = `golden-${mac}`;
    const dump = buildFactoryFlash({ chip: "bk7231n", seed: 9, mac });
    await writeFile(join(folder, `${name}.bin`), dump);
    const text = `recipe: copy\nchip: bk7231n\nclone: true\nimages: [{ file: ${name}.bin }]\n${more}`;
    await writeFile(join(folder, `${name}.yaml`), text);
    return join(folder, `${name}.yaml`);
  };

  test.each(["000000000000", "c8478c000000"])(
    "with MAC %s leaves boards without one: refused, unless boards keep or are given theirs",
    async (mac) => {
      const refused = prepareRecipe(await recipeFor(mac), "unasked");
      await expect(refused).rejects.toThrow(/calibration: is `required`, but the dump/);
      const any = await prepareRecipe(await recipeFor(mac, "calibration: any\n"), "unasked");
      expect(any.plan.clone).toMatchObject({ mac: null });
      const range = '{ mac: "02:00:00:00:00:10", count: 4 }';
      const given = `identity: { pool: p, range: ${range}, fields: { mac: { in: calibration } } }\n`;
      await expect(prepareRecipe(await recipeFor(mac, given), "unasked")).resolves.toBeDefined();
    },
  );

  test("with a MAC of its own is what the recipe asks for", async () => {
    const { plan } = await prepareRecipe(await recipeFor("c8478c0a0b0c"), "unasked");
    expect(plan.clone).toMatchObject({ mac: "c8478c0a0b0c" });
  });
});
