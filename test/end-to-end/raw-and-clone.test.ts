import { expect, test } from "vitest";
import type { ChipName } from "../../libs/chips/chip.ts";
import { buildFactoryFlash, buildUf2 } from "../../libs/firmware/build-image.ts";
import { randomBytes } from "../../libs/firmware/builder/random-bytes.ts";
import type { RunRecord } from "../../libs/run/run-record.ts";
import { eventsOf, Workplace } from "../support/run-flashline.ts";
import { serveBoards } from "../support/serve-boards.ts";
import { afterWrites, differingSectors, usedFlash } from "./used-board.ts";

const GOLDEN_MAC = "c8478c0a0b0c";
const APP_START = 0x11000;
const WEB_AT = 0x1e4f80;

const nestOf = (place: Workplace, id: string, chip: ChipName, before: Uint8Array) => ({
  id,
  recipe: `${id}.yaml`,
  virtual: { chip, flash: place.write(`${id}-before.bin`, before) },
});

test.concurrent("raw data lands in its place, a dump on a board that keeps its bootloader, and nothing else changes", async () => {
  await using place = new Workplace();
  const [plug, bulb] = [usedFlash("bk7231n", 1), usedFlash("bk7231t", 2)];
  const web = randomBytes(5, 0x1100);
  const golden = buildFactoryFlash({ chip: "bk7231t", seed: 9, mac: GOLDEN_MAC });
  const app = buildUf2({ chip: "bk7231n", seed: 1, bytes: 20_000, version: "1.0.0" });
  place.write("app.uf2", app);
  place.write("web.bin", web);
  place.write("golden.bin", golden);
  const images = [{ file: "app.uf2" }, { file: "web.bin", at: WEB_AT }];
  place.write("F01.yaml", { recipe: "web", chip: "bk7231n", images, overwrite: ["userdata"] });
  const dump = [{ file: "golden.bin" }];
  place.write("F02.yaml", { recipe: "copy", chip: "bk7231t", images: dump, clone: true });
  const nests = [nestOf(place, "F01", "bk7231n", plug), nestOf(place, "F02", "bk7231t", bulb)];
  const served = await serveBoards(place, nests);
  const lot = ["--first", "SN1", "--count", "2", "--json", "--data", "data"];

  const ran = await place.run("run", "--jig", served.jig, ...lot);
  expect(ran.exitCode).toBe(0);
  const notices = eventsOf(ran).filter(({ kind }) => kind === "notice");
  expect(notices).toContainEqual(
    expect.objectContaining({
      level: "warning",
      text: `copy clones a whole dump: every board gets its calibration (MAC ${GOLDEN_MAC}) and key-value data.`,
    }),
  );
  const withWeb = served.flashOf("F01").subarray(0x130000);
  const expected = plug.slice();
  expected.set(web, WEB_AT);
  expect(differingSectors(withWeb, expected.subarray(0x130000))).toEqual([]);
  const rest = { start: APP_START, bytes: golden.subarray(APP_START) };
  expect(differingSectors(served.flashOf("F02"), afterWrites(bulb, [rest]))).toEqual([]);

  const { stdout } = await place.run("report", "--data", "data", "--format", "json");
  const runs: readonly RunRecord[] = JSON.parse(stdout).runs;
  const copied = runs.find(({ recipe }) => recipe.name === "copy");
  expect(copied?.notes.join("\n")).toContain(`Clone: calibration (MAC ${GOLDEN_MAC})`);
});
