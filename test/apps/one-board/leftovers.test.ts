import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { removeLeftovers, workFolderOf } from "../../../apps/one-board/unbrick/leftovers.ts";
import { backupName } from "../../../libs/dump/backup-name.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "flashline-leftovers-"));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const OVER = "01KAMC8Q5T0000000000000001";
const LIVE = "01KAMC8Q5T0000000000000002";

test("removes what a killed repair left, and no backup, nor what another run is making", async () => {
  const files = [OVER, LIVE].map((run) => backupName("SN-1", run));
  for (const file of files) {
    writeFileSync(join(FOLDER, file), "");
    writeFileSync(join(FOLDER, `${file}.part`), "");
    const work = workFolderOf(join(FOLDER, file));
    mkdirSync(work);
    writeFileSync(join(work, "piece.bin"), "");
  }
  await removeLeftovers(FOLDER, (run) => run === OVER);
  const [over = "", live = ""] = files;
  const left = [over, live, `${live}.flashrom`, `${live}.part`];
  expect(readdirSync(FOLDER).sort()).toEqual(left);
  await removeLeftovers(join(FOLDER, "none"), () => true);
});
