import { expect, test } from "vitest";
import { buildApp } from "../../libs/firmware/build-image.ts";
import { DATA, recordsOf } from "../support/lot-files.ts";
import { Workplace } from "../support/run-flashline.ts";
import { openWiredBench } from "../support/wired-bench.ts";

test("a board that logs on its flash port is flashed and seen to start with one adapter only", async () => {
  await using place = new Workplace();
  const bench = await openWiredBench(place, [{ chip: "bk7238" }], "fast");
  place.write("app.rbl", buildApp({ chip: "bk7238", seed: 4, bytes: 20_000, version: "1.0.4" }));
  const boot = { on: "log", expect: "BK7238_1.0.15", within: "10s" };
  const images = [{ file: "app.rbl" }];
  const recipe = place.write("one.yaml", { recipe: "one", chip: "bk7238", images, boot });
  const fixtures = bench.nests.map((nest) => ({ ...nest, recipe, logPort: "flash" }));
  const jig = place.write("jig.yaml", { jig: "one-adapter", trigger: "auto", fixtures });
  const lot = ["--first", "SN001", "--count", "1", "--lot", "L1", "--data", DATA];
  const ending = await place.run("run", "--jig", jig, ...lot, "--json");
  expect(ending.exitCode).toBe(0);
  const [record] = recordsOf(place);
  expect(record).toMatchObject({ verdict: "pass", baud: 921600, linkAttempts: 1 });
  expect(record?.bootLog).toContain("BK7238_1.0.15");
});
