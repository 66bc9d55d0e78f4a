import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Machine } from "../../../apps/doctor/machine.ts";
import { StationError } from "../../../libs/failure/station-error.ts";
import { writeCommissionMark } from "../../../libs/jig/commission-mark.ts";
import { wiringHash } from "../../../libs/jig/wiring-hash.ts";
import { headText } from "../../../libs/journal/journal-head.ts";
import { openJournal } from "../../../libs/journal/open-journal.ts";
import type { DiskRoom } from "../../../libs/process/disk-room.ts";
import { samplePass } from "../../libs/journal/sample-records.ts";
import { nest, StationOfFiles } from "./station-of-files.ts";

const NEST = [nest("F01", "/dev/nowhere")];

/** What a check finds on a machine that is healthy but for these changes. */
const find = async (check: string, machine: Partial<Machine>, order = {}) => {
  using station = new StationOfFiles();
  return await station.findings(check, NEST, { machine, order });
};

test("what the jig is: its fixtures, those that are simulated apart", async () => {
  using station = new StationOfFiles();
  const mixed = [...NEST, { id: "F02", virtual: { chip: "bk7231n" } }];
  expect(await station.findings("jig", mixed)).toMatchObject([
    { level: "ok", what: expect.stringMatching(/^jig line-a, 2 fixtures, 1 of them simulated/) },
  ]);
});

test("wiring that was proven, never, before a change, and at another station", async () => {
  using station = new StationOfFiles();
  const find = (fixtures: readonly object[]) => station.findings("commissioned", fixtures);
  expect(await find([{ id: "F01", virtual: { chip: "bk7231n" } }])).toEqual([]);
  expect(await find(NEST)).toMatchObject([
    { level: "warning", commands: [expect.stringContaining("commission --jig")] },
  ]);
  const { jig, jigPath, station: name } = await station.examine(NEST);
  const mark = {
    schema: 1 as const,
    jig: "line-a",
    at: "2026-01-02T03:04:05Z",
    program: "1",
    fixtures: [],
  };
  await writeCommissionMark(jigPath, { ...mark, wiring: wiringHash(jig), station: name });
  expect(await find(NEST)).toMatchObject([{ level: "ok" }]);
  expect(await find([nest("F01", "/dev/elsewhere")])).toMatchObject([{ level: "warning" }]);
  await writeCommissionMark(jigPath, { ...mark, wiring: wiringHash(jig), station: "line-9" });
  expect(await find(NEST)).toMatchObject([
    { level: "warning", what: expect.stringContaining("line-9") },
  ]);
});

test("a journal: none yet, whole, and damaged", async () => {
  using station = new StationOfFiles();
  const find = () => station.findings("journal", NEST);
  expect(await find()).toMatchObject([{ level: "ok", what: expect.stringContaining("yet") }]);
  const dataDir = join(station.root, "data");
  openJournal(dataDir, { mode: "write" }).close();
  expect(await find()).toMatchObject([{ level: "ok", what: "the journal is whole" }]);
  const head = { journal: "01K5V0Q8Z3N7M1TPX2RBYD4G6C", place: 7, hash: "9f".repeat(32) };
  writeFileSync(join(dataDir, "journal.heads"), headText(head));
  expect(await find()).toMatchObject([
    {
      level: "problem",
      what: expect.stringMatching(/the head of place 7 .journal.heads. is of 01K5V/),
    },
  ]);
  writeFileSync(join(dataDir, "journal.sqlite"), "spilt coffee");
  expect(await find()).toMatchObject([
    { level: "problem", commands: [expect.stringMatching(/^cp -a /)] },
  ]);
});

test("delivery: nowhere to, settings that lack a key, records that wait, one that is not taken", async () => {
  using station = new StationOfFiles();
  const url = "https://mes.example.com/r";
  const deliver = { url, headers: { A: { env: "MES_TOKEN" } }, withinMs: 1000 };
  const machine = { environment: { MES_TOKEN: "secret" } };
  const find = (more: Partial<Machine> = {}) =>
    station.findings("delivery", NEST, { machine: { ...machine, ...more }, order: { deliver } });
  expect(await station.findings("delivery", NEST)).toEqual([]);
  expect(await find({ environment: {} })).toMatchObject([
    {
      level: "problem",
      what: "In config/station.yaml, records.deliver.headers.A.env is the variable MES_TOKEN, which is not set.",
    },
  ]);
  expect(await find()).toEqual([]);
  using journal = openJournal(join(station.root, "data"), { mode: "write" });
  expect(await find()).toMatchObject([
    { level: "ok", what: "every record is delivered, none so far" },
  ]);
  for (const run of ["R1", "R2"]) journal.endRun(samplePass({ run }));
  expect(await find()).toMatchObject([
    {
      level: "warning",
      what: "2 records wait to be delivered, the oldest since 2026-03-01T10:00Z, and no process delivers.",
      commands: [expect.stringContaining("deliver --once --data")],
    },
  ]);
  expect(await find({ ownerOf: async () => "lot L1 of process 7" })).toMatchObject([
    { level: "ok", what: "2 records wait to be delivered, by lot L1 of process 7" },
  ]);
  const failure = { place: 1, receiver: "https://mes.example.com", problem: "mes answered 401" };
  journal.delivery.noteFailure({ ...failure, at: "2026-03-01T11:00:00.000Z" });
  journal.delivery.noteFailure({ ...failure, at: "2026-03-04T05:00:00.000Z" });
  expect(await find()).toMatchObject([
    {
      level: "warning",
      what: "2 records wait to be delivered, since 2026-03-01T11:00Z: mes answered 401 (2026-03-04T05:00Z).",
    },
  ]);
  journal.delivery.mark({ place: 2, receiver: "https://mes", at: "2026-03-04T05:01:00.000Z" });
  expect(await find()).toMatchObject([
    { level: "ok", what: "every record is delivered, the last to https://mes" },
  ]);
});

test("who asked: root does not see what others may not", async () => {
  expect(await find("user", {})).toMatchObject([{ level: "ok" }]);
  const user = { name: "root", uid: 0, groups: [0] };
  expect(await find("user", { user })).toMatchObject([{ level: "note" }]);
});

const facts = {
  ...{ label: "h:6379", version: "7.2.1", keepsLog: true, canSave: true, showsSettings: true },
};

test.each([
  ["a good one", { evictionPolicy: "noeviction" }, ["ok"]],
  ["one that throws jobs away", { evictionPolicy: "allkeys-lru" }, ["warning", "ok"]],
  ["one that logs nothing", { keepsLog: false }, ["note", "ok"]],
  ["one whose disk is full", { canSave: false }, ["problem", "ok"]],
  ["an old one", { version: "5.0.14" }, ["problem", "ok"]],
])("a shared Redis: %s", async (_, changes, levels) => {
  const askRedis = async () => ({ ...facts, evictionPolicy: "noeviction", ...changes });
  const found = await find("redis", { askRedis }, { redisUrl: "redis://127.0.0.1" });
  expect(found.map(({ level }) => level)).toEqual(levels);
});

test.each([
  ["redis://127.0.0.1", []],
  ["redis://[::1]:7000", []],
  ["unix:/run/redis.sock", []],
  ["redis://h", ["warning", "warning"]],
  ["redis://:secret@h", ["warning"]],
  ["rediss://h", ["warning"]],
  ["rediss://me:secret@h", []],
])("how safe a way to Redis is: %s", async (redisUrl, levels) => {
  const askRedis = async () => ({ ...facts, evictionPolicy: "noeviction" });
  const found = await find("redis", { askRedis }, { redisUrl });
  expect(found.map(({ level }) => level)).toEqual([...levels, "ok"]);
  expect(JSON.stringify(found)).not.toContain("secret@");
});

test("a shared Redis that does not answer is a problem, in its own words", async () => {
  const askRedis = async () => Promise.reject(new StationError("Redis at h:6379 is away."));
  expect(await find("redis", { askRedis }, { redisUrl: "redis://127.0.0.1" })).toMatchObject([
    { level: "problem", what: "Redis at h:6379 is away." },
  ]);
});

test("a server program for a private Redis: there, too old, mute, missing", async () => {
  using station = new StationOfFiles();
  const bin = (...programs: readonly string[]): string => {
    const folder = join(station.root, `bin-${programs.join("-")}`);
    mkdirSync(folder);
    for (const name of programs) writeFileSync(join(folder, name), "", { mode: 0o755 });
    return folder;
  };
  const saying = (stdout: string) => ({ ask: async () => ({ code: 0, stdout }) });
  const path = bin("valkey-server");
  const levels = async (machine: Partial<Machine>) =>
    (await station.findings("redis", NEST, { machine })).map(({ level }) => level);
  expect(await levels({ path, ...saying("Server v=8.0.1 sha=0") })).toEqual(["ok"]);
  expect(await levels({ path, ...saying("Redis server v=6.0.16 sha=0") })).toEqual(["problem"]);
  expect(await levels({ path, ask: async () => undefined })).toEqual(["warning"]);
  expect(await levels({ path: bin("apt-get", "sudo") })).toEqual(["warning"]);
  expect(await levels({ path: "" })).toEqual(["problem"]);
});

const MIB = 1024 * 1024;
const room = (changes: Partial<DiskRoom>) => ({
  roomOf: async () => ({ freeBytes: 9999 * MIB, freeFiles: null, isMemory: false, ...changes }),
});

test.each([
  ["plenty", room({}), ["ok"]],
  ["little", room({ freeBytes: 500 * MIB }), ["warning"]],
  ["none", room({ freeBytes: 5 * MIB }), ["problem"]],
  ["no more files", room({ freeFiles: 3 }), ["problem"]],
  ["memory", room({ isMemory: true }), ["warning", "ok"]],
  ["unknown", { roomOf: async () => undefined }, ["note"]],
  ["not writable", { mayUse: async () => false }, ["problem", "ok"]],
])("the data folder's disk: %s", async (_, machine, levels) => {
  expect((await find("disk", machine)).map(({ level }) => level)).toEqual(levels);
});

test("a data folder in whose way a file is", async () => {
  using station = new StationOfFiles();
  station.put("data", "a file");
  const dataDir = join(station.root, "data/of/line-a");
  expect(await station.findings("disk", NEST, { order: { dataDir } })).toMatchObject([
    { level: "problem", what: expect.stringContaining("is a file") },
  ]);
});

test("the clock: kept, not kept, unknown, and wrong for years", async () => {
  using station = new StationOfFiles();
  const clock = (machine: Partial<Machine>) => station.findings("clock", NEST, { machine });
  expect(await clock({})).toMatchObject([{ level: "ok" }]);
  for (const year of ["1970", "2262"])
    expect(await clock({ now: new Date(`${year}-01-01T00:00:00Z`) })).toMatchObject([
      { level: "problem", what: expect.stringContaining(year) },
    ]);
  station.removeTimeMark();
  const says = (stdout: string) => clock({ ask: async () => ({ code: 0, stdout }) });
  expect(await says("yes\n")).toMatchObject([{ level: "ok" }]);
  expect(await says("no\n")).toMatchObject([{ level: "warning" }]);
  expect(await clock({ ask: async () => undefined })).toMatchObject([{ level: "note" }]);
});

test("limits: files, and a thread pool that the environment makes too small", async () => {
  using station = new StationOfFiles();
  const many = Array.from({ length: 32 }, (_, at) => nest(`F${at}`, `/dev/nowhere${at}`));
  const limits = (threadPool?: string) =>
    station.findings("limits", many, { machine: { threadPool } });
  expect(await limits()).toMatchObject([{ level: "ok" }]);
  expect(await limits("72")).toMatchObject([{ level: "ok" }]);
  for (const size of ["4", "many"])
    expect(await limits(size)).toMatchObject([{ level: "warning" }]);
  station.put(
    "proc/self/limits",
    "Max open files            256                  4096       files",
  );
  expect(await limits()).toMatchObject([{ level: "warning", commands: ["ulimit -n 384"] }]);
});

test("programs that switch power: found, not executable, missing", async () => {
  using station = new StationOfFiles();
  station.put("bin/relay", "");
  const file = join(station.root, "bin/relay");
  chmodSync(file, 0o755);
  const by = (on: string, off = on) => [
    nest("F01", "/dev/nowhere", { power: { kind: "command", on: [on, "1"], off: [off, "0"] } }),
  ];
  const machine = { path: join(station.root, "bin") };
  const find = (...programs: readonly [string, string?]) =>
    station.findings("commands", by(...programs), { machine });
  expect(await find("relay", file)).toMatchObject([{ level: "ok" }]);
  expect(await find("relay", "uhubctl")).toMatchObject([
    { level: "problem", fixture: "F01", what: expect.stringContaining("uhubctl") },
  ]);
  expect(await find(`${file}2`)).toMatchObject([{ level: "problem" }]);
  chmodSync(file, 0o644);
  expect(await find(file)).toMatchObject([{ level: "problem", commands: [`chmod +x ${file}`] }]);
});

test("SPI: flashrom, its device, and who may open that; warnings, as no lot needs it", async () => {
  using station = new StationOfFiles();
  station.put("bin/flashrom", "");
  chmodSync(join(station.root, "bin/flashrom"), 0o755);
  const device = join(station.root, "dev/spidev0.0");
  const reset = { kind: "gpio", chip: "c", line: 4 };
  const find = (spi: object, path = join(station.root, "bin")) =>
    station.findings("spi", [nest("F01", "/dev/nowhere", { reset, spi })], { machine: { path } });
  const missing = { level: "warning", fixture: "F01", what: expect.stringContaining("not there") };
  expect(await find({ device })).toMatchObject([
    { ...missing, commands: [expect.stringContaining("do_spi")] },
  ]);
  station.put("dev/spidev0.0", "");
  chmodSync(device, 0o660);
  expect(await find({ device })).toMatchObject([{ level: "ok" }]);
  expect(await find({ device: `${device}9` })).toMatchObject([
    { ...missing, remedy: expect.stringContaining("/dev/spidev0.0") },
  ]);
  chmodSync(device, 0o600);
  expect(await find({ device })).toMatchObject([
    { level: "warning", what: expect.stringContaining("may not use it") },
  ]);
  expect(await find({ programmer: "serprog:ip=h:1" }, "/nowhere")).toMatchObject([
    { level: "warning", what: expect.stringMatching(/flashrom.*(apt-get install|PATH)/) },
  ]);
  expect(await station.findings("spi", [nest("F01", "/dev/nowhere")])).toEqual([]);
});

test("a check that fails is a finding, and the others' are kept", async () => {
  // Another error than a Redis that is away has.
  const askRedis = async () => Promise.reject(new TypeError("a bug"));
  const order = { redisUrl: "redis://127.0.0.1" };
  expect(await find("redis", { askRedis }, order)).toMatchObject([
    { level: "warning", what: "This check could not be made: a bug" },
  ]);
  expect(await find("clock", { askRedis }, order)).toMatchObject([{ level: "ok" }]);
});
