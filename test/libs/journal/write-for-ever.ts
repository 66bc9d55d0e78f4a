import { readSync, writeSync } from "node:fs";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import { samplePass, sampleStart } from "./sample-records.ts";

// A worker with nothing but its journal: starts and ends runs until it is killed, and says each
// on stdout only after the call returned. Each run waits for a byte on stdin: three writers without
// a pause starve one another, for SQLite lets them in by chance and not in turn.
const [folder = "", name = ""] = process.argv.slice(2);
const journal = openJournal(folder, { mode: "write" });
for (let index = 0; readSync(0, Buffer.alloc(1)) === 1; index += 1) {
  const own = { run: `${name}-${index}`, fixture: name, serial: `SN${index}` };
  journal.startRun(sampleStart(own));
  writeSync(1, `started ${own.run}\n`);
  journal.endRun(samplePass({ ...own, bootLog: "x".repeat(index % 4096) }));
  writeSync(1, `ended ${own.run}\n`);
}
