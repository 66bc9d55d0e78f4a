import { expect, test } from "vitest";
import type { LotRequest } from "../../../../apps/coordinator/prepare/lot-request.ts";
import { prepareOpenLot } from "../../../../apps/coordinator/prepare/prepare-open-lot.ts";
import { sampleRequest } from "../sample-request.ts";

const ASKED = { jigPath: undefined, recipePath: "no.yaml", redisUrl: "redis://box" } as const;

test.each<[string, Partial<LotRequest>, string, string]>([
  ["a line", { redisUrl: undefined }, "run: --jig: is missing.", "--redis URL"],
  ["a recipe", { recipePath: undefined }, "run: --recipe: is missing", "--recipe FILE"],
  [
    "stations' own backups",
    { backupDir: "copies" },
    "run: --backup: does nothing",
    "worker --backup",
  ],
  ["real boards", { fast: true }, "run: --fast: does nothing", "--jig FILE"],
  ["a recipe that is there", {}, "no.yaml: does not exist.", "Check the name"],
])("a lot without a jig needs %s", async (_, asked, problem, remedy) => {
  const request = { ...sampleRequest(), ...ASKED, ...asked };
  const refused = prepareOpenLot(request);
  await expect(refused).rejects.toThrow(problem);
  await expect(refused).rejects.toThrow(remedy);
});
