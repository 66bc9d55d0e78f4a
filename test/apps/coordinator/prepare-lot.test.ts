import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeDemoFiles } from "../../../apps/cli/demo-files.ts";
import type { LotRequest, LotView } from "../../../apps/coordinator/lot-request.ts";
import { prepareLot } from "../../../apps/coordinator/prepare-lot.ts";

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
    const prepared = prepareLot(requestOf(view, serials));
    await expect(prepared).rejects.toMatchObject({
      name: "InputError",
      message: expect.stringContaining(field),
    });
  },
);

test.each<[LotRequest["serials"]]>([[["SN1"]], ["scan"]])(
  "the dashboard takes keys: a lot that waits for one is prepared (%s)",
  async (serials) => {
    const { recipes } = await prepareLot(requestOf("dashboard", serials));
    expect([...recipes.keys()]).toEqual(["F01"]);
  },
);
