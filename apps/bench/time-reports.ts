import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openJournal } from "../../libs/journal/open-journal.ts";
import { drawTable } from "../../libs/report/draw-table.ts";
import { generateRuns } from "./generate-runs.ts";
import { runProgram } from "./run-program.ts";

/** Every format that a report can have. */
const FORMATS = ["text", "json", "csv", "junit", "html"];
const RUNS = 50_000;
const REPEATS = 3;

/**
 * `npm run bench:reports [RUNS [FOLDER]]`: how long `flashline report` takes for a large journal, program
 * start included. The reports are left in the folder.
 */
const timeReports = async (runs: number, keep: string | undefined): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "flashline-bench-"));
  try {
    process.stderr.write(`${runs} runs into ${folder} ...\n`);
    {
      using journal = openJournal(folder, { mode: "write" });
      for (const record of generateRuns({ seed: 1, runs })) journal.endRun(record);
    }
    const rows: string[][] = [];
    const place = keep ?? folder;
    await mkdir(place, { recursive: true });
    for (const format of FORMATS) {
      rows.push([format, ...(await timeFormat(folder, format, join(place, `report.${format}`)))]);
    }
    const head = ["FORMAT", ...Array.from({ length: REPEATS }, (_, n) => `TIME ${n + 1}`)];
    process.stdout.write(`${drawTable(head, rows)}\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
};

const timeFormat = async (
  folder: string,
  format: string,
  out: string,
): Promise<readonly string[]> => {
  const times: string[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const from = performance.now();
    await runProgram(
      ["report", "--data", folder, "--format", format, "-o", out],
      () => undefined,
      new AbortController().signal,
    );
    times.push(`${((performance.now() - from) / 1000).toFixed(2)} s`);
  }
  return times;
};

await timeReports(Number(process.argv[2] ?? RUNS), process.argv[3]);
