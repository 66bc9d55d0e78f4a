import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeDemoFiles } from "../../../apps/cli/demo-files.ts";
import type { LotRequest, LotView } from "../../../apps/coordinator/lot-request.ts";
import { checkOperator, prepareLot, prepareRecipe } from "../../../apps/coordinator/prepare-lot.ts";
import { buildApp } from "../../../libs/firmware/build-image.ts";

import { InputError } from "../../../libs/input/input-error.ts";
import { small } from "../../libs/firmware/craft.ts";

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
const requestOf = (view: LotView, serials: LotRequest["serials"]): LotRequest => {
  return {
    jigPath,
    recipePath: undefined,
    serials,
    lot: undefined,
    operator: undefined,
    dataDir: folder,
    backupDir: undefined,
    redisUrl: undefined,
    view,
    hasTerminal: true,
    program: "test",
    fast: false,
  };
};

test.each<[LotView, LotRequest["serials"], string]>([
  ["lines", ["SN1"], "trigger"],
  ["json", ["SN1"], "trigger"],
  ["lines", "scan", "--scan"],
])(
  "%s take no key: a lot that waits for one is refused at once (%s)",
  async (view, serials, field) => {
    const request = requestOf(view, serials);
    const { jig } = await prepareLot(request);
    expect(() => checkOperator(jig, request)).toThrow(InputError);
    expect(() => checkOperator(jig, request)).toThrow(field);
  },
);

test.each<[LotRequest["serials"]]>([[["SN1"]], ["scan"]])(
  "the dashboard takes keys: a lot that waits for one is prepared (%s)",
  async (serials) => {
    const request = requestOf("dashboard", serials);
    const { jig, recipes } = await prepareLot(request);
    checkOperator(jig, request);
    expect([...recipes.keys()]).toEqual(["F01"]);
  },
);

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
