import { readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DATA, readJournal, writeRecipe } from "../support/lot-files.ts";
import { RecordServer, take } from "../support/record-server.ts";
import { type Ending, eventsOf, type Started, Workplace } from "../support/run-flashline.ts";
import { until } from "../support/until.ts";

const TOKEN = "tok-that-nobody-may-see";
const RUN = ["run", "--jig", "jig.yaml", "--recipe", "bk7231n.yaml", "--fast", "--json"];
const DATA_OPTION = ["--data", DATA];

const layOut = (place: Workplace, deliver: object): void => {
  writeRecipe(place, "bk7231n");
  const fixtures = ["F01", "F02"].map((id) => ({ id, virtual: { chip: "bk7231n" } }));
  place.write("jig.yaml", { jig: "pair", trigger: "auto", fixtures });
  place.write("config/station.yaml", { station: "line-2", records: { deliver } });
};

const webhook = ({ origin }: RecordServer) => ({
  ...{ url: `${origin}/records`, within: "60s" },
  headers: { Authorization: { env: "MES_TOKEN", prefix: "Bearer " } },
});

/** Starts a command with the token in its environment. */
const start = (place: Workplace, ...words: string[]) =>
  place.startBy("env", { MES_TOKEN: TOKEN }, ...words, ...DATA_OPTION);

/** Runs in the order in which they came into the journal. */
const journalOrder = (place: Workplace): readonly string[] =>
  readJournal(place, ({ delivery }) => {
    const runs: string[] = [];
    for (let next = delivery.recordAfter(0); next !== undefined; ) {
      runs.push(next.record.run);
      next = delivery.recordAfter(next.place);
    }
    return runs;
  });

const filesWith = (folder: string, text: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));

const noticesOf = (ending: Ending): readonly string[] =>
  eventsOf(ending).flatMap((event) => (event.kind === "notice" ? [event.text] : []));

test.concurrent("records arrive in order whatever the receiver does, twice only with the same key, and keep no lot waiting", async () => {
  await using place = new Workplace();
  await using server = await RecordServer.open(() => undefined);
  layOut(place, webhook(server));
  const said: Ending[] = [];
  const finish = async ({ ended }: Started): Promise<Ending> => {
    const ending = await ended;
    said.push(ending);
    return ending;
  };

  // It takes a record and never answers.
  const first = await finish(start(place, ...RUN, "--first", "SN1", "--count", "3"));
  expect(first.exitCode).toBe(0);
  expect(eventsOf(first).at(-1)).toMatchObject({ kind: "lot-ended", pass: 3 });
  expect(first.stderr).toContain(
    `flashline: 3 records are not delivered yet: the next run delivers, or npx flashline deliver --data ${DATA}\n`,
  );
  const tried = server.posts.length;
  const hanging = start(place, "deliver", "--json");
  await until("the receiver has it", () => server.posts.length > tried);
  const second = await finish(start(place, "deliver", "--once"));
  expect(second.exitCode).toBe(3);
  expect(second.stderr).toMatch(/records of data are being delivered already, by deliver of proc/);
  process.kill(hanging.pid, "SIGKILL");
  expect((await finish(hanging)).exitCode).toBeNull();

  // It refuses all, and repeats what it should not.
  server.answer = (answer, { headers }) => {
    answer.writeHead(401, { "content-type": "text/plain" });
    answer.end(`who is ${headers.authorization}?`);
  };
  const more = await finish(start(place, ...RUN, "--first", "SN4", "--count", "2"));
  expect(more.exitCode).toBe(0);
  const refused = `${server.origin} answered 401: it does not know this station: see \`headers\`; who is ***?`;
  expect(noticesOf(more).filter((text) => text.startsWith("Records"))).toEqual([
    expect.stringContaining(`Records are not taken: ${refused}. `),
  ]);
  expect(more.stderr).toContain(`flashline: 5 records are not delivered yet (${refused}): the n`);

  server.answer = take;
  const service = start(place, "deliver", "--json");
  await service.printed((stdout) => stdout.split("record-delivered").length > 5);
  process.kill(service.pid, "SIGTERM");
  const last = await finish(service);
  const runs = journalOrder(place);
  expect(last.exitCode).toBe(0);
  const told = last.stdout.trim().split("\n");
  expect(told.map((line) => JSON.parse(line))).toMatchObject([
    { kind: "delivery-started", receiver: server.origin, waiting: 5 },
    ...runs.map((run) => ({ kind: "record-delivered", run, verdict: "pass" })),
    { kind: "delivery-ended", delivered: 5, waiting: 0 },
  ]);
  const keys = server.keys();
  expect(keys.slice(0, -4).every((key) => key === runs[0])).toBe(true);
  expect(keys.slice(-5)).toEqual(runs);
  const records = readJournal(place, (journal) =>
    runs.map((run) => {
      const { journal: id } = journal.head();
      return { ...journal.record(run), chain: { journal: id, ...journal.placeOf(run) } };
    }),
  );
  expect(server.posts.slice(-5).map(({ record }) => record)).toEqual(records);
  // The last head that was taken, and that of the last lot's end: the one with more rows.
  const [, , hash] = readFileSync(place.path(`${DATA}/journal.heads`), "utf8")
    .trim()
    .split(":");
  const verified = await finish(start(place, "journal", "verify"));
  expect(verified).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("It has the head"),
  });
  const ends = [...eventsOf(more), ...eventsOf(first)].filter(({ kind }) => kind === "lot-ended");
  expect(ends).toMatchObject([
    { head: expect.stringContaining(`${hash}`) },
    { head: expect.stringMatching(/^\w{26}:\d+:/) },
  ]);
  const tokens = new Set(server.posts.map(({ headers }) => headers.authorization));
  expect([...tokens]).toEqual([`Bearer ${TOKEN}`]);

  for (const { stdout, stderr } of said) expect(stdout + stderr).not.toContain(TOKEN);
  expect(filesWith(place.folder, TOKEN)).toEqual([]);
});

test.concurrent("a lot's records go to a command; settings that cannot work are refused", async () => {
  await using place = new Workplace();
  layOut(place, { command: ["./no-such-program"] });
  const before = place.contents();
  const refused = await start(place, ...RUN, "--first", "SN1", "--count", "3").ended;
  expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
  expect(refused.stderr).toMatch(
    /^flashline: config\/station\.yaml: records\.deliver\.command: begins with/,
  );
  expect(place.contents()).toEqual(before);

  layOut(place, { command: ["sh", "-c", 'cat >> taken; echo "$FLASHLINE_RUN" >> runs'] });
  const lot = await start(place, ...RUN, "--first", "SN1", "--count", "3").ended;
  expect(lot.exitCode).toBe(0);
  // On a busy machine the last ones may be left.
  expect((await start(place, "deliver", "--once").ended).exitCode).toBe(0);
  const lines = (file: string) => new TextDecoder().decode(place.read(file)).trim().split("\n");
  const runs = journalOrder(place);
  expect(runs).toHaveLength(3);
  expect(lines("runs")).toEqual(runs);
  expect(lines("taken").map((line) => JSON.parse(line).run)).toEqual(runs);

  place.write("config/station.yaml", "station: line-2\n");
  const nobody = await start(place, "deliver").ended;
  expect(nobody.exitCode).toBe(2);
  expect(nobody.stderr).toMatch(
    /config\/station\.yaml: records\.deliver: is missing: nobody is named/,
  );
});

test.concurrent("a journal that is put away under the service ends it, lest a new one's records wait for ever", async () => {
  await using place = new Workplace();
  place.write("config/station.yaml", { records: { deliver: { command: ["true"] } } });
  const service = start(place, "deliver", "--json");
  await service.printed((stdout) => stdout.includes("delivery-started"));
  renameSync(place.path(DATA), place.path("archive"));
  const { exitCode, stderr } = await service.ended;
  expect(stderr).toMatch(
    /station error: The journal in data was moved away or replaced\. Start del/,
  );
  expect(exitCode).toBe(3);
});
