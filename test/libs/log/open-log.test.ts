import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLog } from "../../../libs/log/open-log.ts";

test("entries are JSON lines, in the file as soon as they are made, after those of earlier lives", () => {
  const folder = join(mkdtempSync(join(tmpdir(), "log-")), "logs");
  openLog(folder, "worker", { program: "1.0" }).info({ run: "R1" }, "run started");
  openLog(folder, "worker", { program: "1.1" }).warn({ text: "\u001b[2J\n" }, "trouble");
  const entries = readdirSync(folder)
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n"));
  expect(entries.map((line) => JSON.parse(line))).toMatchObject([
    { program: "1.0", run: "R1", msg: "run started" },
    { program: "1.1", text: "\u001b[2J\n", msg: "trouble" },
  ]);
  rmSync(folder, { recursive: true });
});
