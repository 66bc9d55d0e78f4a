import { expect, test } from "vitest";
import { buildApp } from "../../libs/firmware/build-image.ts";
import { recordsOf } from "../support/lot-files.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { refusalOf } from "./refusal.ts";

const APP = buildApp({ chip: "bk7231n", seed: 3, bytes: 20_000, version: "2.4.0" });

test("from a firmware file to an approved lot, and a byte more in the file stops the next one", async () => {
  await using place = new Workplace();
  place.write("smart plug.rbl", APP);
  place.write("jig.yaml", {
    jig: "one",
    trigger: "auto",
    fixtures: [{ id: "F01", virtual: { chip: "bk7231n" } }],
  });
  const written = await place.run("recipe", "new", "smart plug.rbl", "-o", "plug.yaml");
  expect(written).toMatchObject({ exitCode: 0, stdout: "" });
  expect(await refusalOf(place, "recipe", "new", "smart plug.rbl", "-o", "plug.yaml")).toBe(
    "flashline: plug.yaml: is there already. Name another file.",
  );
  const lot = ["run", "--jig", "jig.yaml", "--recipe", "plug.yaml", "--fast", "--json"];
  const boards = ["--first", "SN1", "--count", "2", "--lot", "L1", "--data", "data"];
  const dry = await place.run(...lot, ...boards, "--dry-run");
  expect(eventsOf(dry)).toMatchObject([{ recipe: "smart-plug-2.4.0", approval: null }]);

  place.write("config/station.yaml", "station: strict\napproval: required\n");
  const howTo = `Approve it: npx flashline recipe approve ${place.path("plug.yaml")} --by NAME`;
  expect(await refusalOf(place, ...lot, ...boards)).toMatch(
    new RegExp(`plug\\.yaml: is not approved, .*${howTo}$`),
  );
  const approved = await place.run("recipe", "approve", "plug.yaml", "--by", "Ada Lovelace");
  expect(approved).toMatchObject({ exitCode: 0, stderr: "" });

  const ran = await place.run(...lot, ...boards);
  expect(ran.exitCode).toBe(0);
  const approval = { by: "Ada Lovelace", at: expect.stringMatching(/^20.*Z$/) };
  expect(eventsOf(ran).find(({ kind }) => kind === "lot-started")).toMatchObject({
    approvals: [{ recipe: "smart-plug-2.4.0", approval }],
  });
  expect(ran.stderr).toContain("recipe smart-plug-2.4.0 (approved by Ada Lovelace)");
  const facts = { verdict: "pass", station: "strict", approval };
  expect(recordsOf(place)).toMatchObject([facts, facts]);

  place.write("smart plug.rbl", new Uint8Array([...APP, 0]));
  expect(await refusalOf(place, ...lot, ...boards)).toMatch(
    /plug\.yaml:\d+:\d+: images\[0\]\.sha256: .*smart plug\.rbl is not the file the recipe names/,
  );
  place.write("smart plug.rbl", APP);
  place.write(
    "plug.yaml",
    new TextDecoder().decode(place.read("plug.yaml")).concat("retries: 0\n"),
  );
  const checked = await place.run("recipe", "check", "plug.yaml", "--json");
  expect(JSON.parse(checked.stdout).problem).toMatch(/is not the recipe that Ada/);
  expect(await refusalOf(place, "recipe", "check", "plug.yaml")).toMatch(
    /plug\.yaml: is not the recipe that Ada Lovelace approved 20.*: it was changed\. Put it back/,
  );
});
