import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { systemClock } from "../../../libs/clock/system-clock.ts";
import { openReceiver } from "../../../libs/delivery/open-receiver.ts";
import { webhookReceiver } from "../../../libs/delivery/webhook-receiver.ts";
import { InputError } from "../../../libs/input/input-error.ts";
import type { HeaderValue } from "../../../libs/jig/headers-schema.ts";
import { completeRecord } from "../../../libs/run/complete-record.ts";
import { type AnswerPost, RecordServer } from "../../support/record-server.ts";
import { samplePass } from "../journal/sample-records.ts";

const folder = mkdtempSync(join(tmpdir(), "webhook-"));
afterAll(() => rmSync(folder, { recursive: true }));

const TOKEN = "tok-4711-secret";
const chain = { journal: "J", place: 3, hash: "9f" };
const RECORD = { ...samplePass({ run: "R1" }), chain };
const GOES_ON = new AbortController().signal;

interface Wanted {
  readonly url: string;
  readonly headers?: Readonly<Record<string, HeaderValue>>;
  readonly withinMs?: number;
}

const surroundings = { clock: systemClock, environment: { MES_TOKEN: TOKEN }, program: "0.1.0" };

const receiverOf = ({ url, headers = {}, withinMs = 20_000 }: Wanted) =>
  webhookReceiver({ url, headers, withinMs }, surroundings);

const hand = (wanted: Wanted) => receiverOf(wanted).hand(RECORD, GOES_ON);

test("a record goes out as JSON, with its run as key, and the headers of the settings", async () => {
  await using server = await RecordServer.open();
  const file = join(folder, "key");
  writeFileSync(file, "first\n");
  const headers = {
    ...{ Authorization: { env: "MES_TOKEN", prefix: "Bearer " }, "X-Line": "L2" },
    "X-Key": { file },
  };
  const receiver = receiverOf({ url: `${server.origin}/records?line=2`, headers });
  expect(receiver.name).toBe(server.origin);
  expect(await receiver.hand(RECORD, GOES_ON)).toEqual({ kind: "delivered" });
  writeFileSync(file, "second");
  await receiver.hand(RECORD, GOES_ON);
  expect(server.posts).toMatchObject([
    {
      key: "R1",
      record: RECORD,
      headers: {
        ...{ "content-type": "application/json", "x-line": "L2", "x-key": "first" },
        ...{ authorization: `Bearer ${TOKEN}`, "user-agent": "flashline/0.1.0" },
      },
    },
    { headers: { "x-key": "second" } },
  ]);
  rmSync(file);
  expect(await receiver.hand(RECORD, GOES_ON)).toMatchObject({
    ...{ kind: "failed", mend: "person" },
    problem: expect.stringMatching(
      /^was not asked: the header X-Key\.file is .*, which does not exist/,
    ),
  });
  expect(server.posts).toHaveLength(2);
});

test("hostile text in a record is sent as JSON that no reader can take for anything else", async () => {
  await using server = await RecordServer.open();
  const record = samplePass({ bootLog: "\u009b2J\u202e\u2028\x1b]0;" });
  await receiverOf({ url: server.origin }).hand({ ...record, chain }, GOES_ON);
  expect(server.posts[0]?.record).toEqual({ ...completeRecord(record), chain });
});

const says =
  (status: number, type: string, text: string): AnswerPost =>
  (answer) =>
    answer.writeHead(status, { "content-type": type }).end(text);

test.each([
  ["plain", says(500, "text/plain", " data\r\nbase \x1b[2J is down"), "500: data base \\x1b[2J is"],
  ["JSON", says(422, "application/problem+json", '{"lot":"?"}'), 'answered 422: {"lot":"?"}'],
  ["a page", says(502, "text/html", "<html>bad gateway"), "answered 502"],
  ["long", says(500, "text/plain", "x".repeat(1e6)), `answered 500: ${"x".repeat(50)}`],
])("an answer that is no yes is told with what it says: %s", async (_, answer, problem) => {
  await using server = await RecordServer.open(answer);
  const how = await hand({ url: server.origin });
  expect(how).toMatchObject({ kind: "failed", problem: expect.stringContaining(problem) });
  expect(JSON.stringify(how).length).toBeLessThan(300);
});

test("what the receiver repeats of headers and address is not shown", async () => {
  const repeat: AnswerPost = (answer, { headers }) => {
    const text = `${headers.authorization} ${TOKEN} ${headers["x-plain"]} ${answer.req.url}`;
    says(403, "text/plain", text)(answer, { key: "", headers, record: RECORD }, 1);
  };
  await using server = await RecordServer.open(repeat);
  const how = await hand({
    url: `${server.origin}/services/T00000000000000000/x?key=query-secret`,
    headers: { Authorization: { env: "MES_TOKEN", prefix: "Bearer " }, "X-Plain": "plain-secret" },
  });
  expect(how).toMatchObject({
    problem:
      "answered 403: it does not let this station in: see `headers`; *** *** *** /services/***/x?key=***",
  });
});

test("nor in the form in which it came: without blanks at its ends, or read as HTTP itself reads it", async () => {
  const repeat: AnswerPost = (answer, { headers }) =>
    says(
      403,
      "text/plain",
      `who is ${headers["x-key"]}, eva:open-sesame?`,
    )(...([answer, { key: "", headers, record: RECORD }, 1] as const));
  await using server = await RecordServer.open(repeat);
  const file = join(folder, "blanks");
  writeFileSync(file, "  a-key-in-blanks \n");
  const basic = Buffer.from("eva:open-sesame").toString("base64");
  const headers = { "X-Key": { file }, Authorization: `Basic ${basic}` };
  expect(await hand({ url: server.origin, headers })).toMatchObject({
    problem: expect.stringMatching(/who is \*\*\*, \*\*\*\?$/),
  });
});

test("a header of the settings takes the place of one the station would send", async () => {
  await using server = await RecordServer.open();
  await hand({ url: server.origin, headers: { "User-Agent": "line-2" } });
  expect(server.posts[0]?.headers["user-agent"]).toBe("line-2");
});

test("a redirect is not followed", async () => {
  await using other = await RecordServer.open();
  await using server = await RecordServer.open((answer) =>
    answer.writeHead(307, { location: `${other.origin}/token` }).end(),
  );
  const how = await hand({ url: server.origin, headers: { Authorization: TOKEN } });
  expect(how).toMatchObject({
    mend: "person",
    problem: expect.stringContaining("307, a redirect"),
  });
  expect(JSON.stringify(how)).not.toContain("token");
  expect(other.posts).toEqual([]);
});

test("a receiver that never answers has its time, and one that is called off none", async () => {
  const stop = new AbortController();
  await using server = await RecordServer.open((_, __, number) => {
    if (number > 1) stop.abort();
  });
  expect(await hand({ url: server.origin, withinMs: 100 })).toEqual({
    ...{ kind: "failed", mend: "time", problem: "did not answer within 0.1 s" },
  });
  const how = await receiverOf({ url: server.origin }).hand(RECORD, stop.signal);
  expect(how.kind).toBe("failed");
});

test("a yes counts however long its text is; no more of it is taken than needed", async () => {
  await using server = await RecordServer.open((answer, _, number) => {
    answer.writeHead(200, { "content-type": "text/plain" }).write("x".repeat(100_000));
    // The first goes on for ever, the second never comes to its end.
    const more = (): void => void answer.write("x".repeat(100_000), more);
    if (number === 1) more();
  });
  const receiver = receiverOf({ url: server.origin });
  expect(await receiver.hand(RECORD, GOES_ON)).toEqual({ kind: "delivered" });
  expect(await receiver.hand(RECORD, GOES_ON)).toEqual({ kind: "delivered" });
});

test("a receiver that does not even speak holds nothing: its connection is gone with its time", async () => {
  for (const scheme of ["http", "https"]) {
    const gone = Promise.withResolvers<void>();
    const mute = createServer((socket) => {
      socket.on("error", () => undefined).on("close", () => gone.resolve());
      socket.resume();
    });
    mute.listen(0, "127.0.0.1");
    await once(mute, "listening");
    const { port } = mute.address() as AddressInfo;
    const how = await hand({ url: `${scheme}://127.0.0.1:${port}/`, withinMs: 300 });
    expect(how).toMatchObject({ mend: "time", problem: "did not answer within 0.3 s" });
    await gone.promise;
    mute.close();
  }
});

/** A port on which something listens that is no HTTP server. */
const openOther = async (first: string) => {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(first));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.dispose]: () => void server.close() };
};

test("nobody there, no HTTP, a connection cut off, and plain HTTP behind https", async () => {
  using talks = await openOther("SSH-2.0-x\r\n");
  using hangsUp = await openOther("");
  const { port } = await openOther("").then((gone) => {
    gone[Symbol.dispose]();
    return gone;
  });
  const at = (scheme: string, where: number) => hand({ url: `${scheme}://127.0.0.1:${where}/` });
  expect(await at("http", port)).toMatchObject({
    ...{ mend: "time", problem: "is not there: the connection was refused" },
  });
  expect(await at("http", talks.port)).toMatchObject({
    ...{ mend: "person", problem: expect.stringContaining("does not speak HTTP") },
  });
  expect(await at("http", hangsUp.port)).toMatchObject({
    ...{ mend: "time", problem: "ended the connection before it answered" },
  });
  expect(await at("https", talks.port)).toMatchObject({
    ...{ mend: "person", problem: expect.stringContaining("does not speak TLS") },
  });
});

test.each([
  [
    "another protocol",
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
  ],
  ["half a head", "HTTP/1.1 200 OK\r\nContent-Le"],
  ["hints and no answer", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"],
  ["a head without end", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(100_000)}`],
  ["lengths that differ", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"],
])("what is no whole answer is no yes: %s", async (_, first) => {
  using odd = await openOther(first);
  const how = await hand({ url: `http://127.0.0.1:${odd.port}/`, withinMs: 2000 });
  expect(how).toMatchObject({ kind: "failed", problem: expect.stringMatching(/\w{3}/) });
});

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
if (!hasOpenssl) process.stderr.write("SKIPPED: a receiver's certificate: no openssl\n");

test.skipIf(!hasOpenssl)("a certificate that this machine does not trust, in words", async () => {
  const [key, cert] = [join(folder, "tls.key"), join(folder, "tls.crt")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const name = ["-subj", "/CN=localhost", "-days", "2"];
  execFileSync("openssl", ["req", ...kind, "-keyout", key, "-out", cert, ...name], {
    stdio: "ignore",
  });
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const how = await hand({ url: `https://localhost:${port}/` });
  server.close();
  expect(how).toMatchObject({
    mend: "person",
    problem: expect.stringMatching(/does not trust: .*NODE_EXTRA_CA_CERTS=FILE/),
  });
});

/** Nobody ever writes into it. */
const PIPE = join(folder, "pipe");
execFileSync("mkfifo", [PIPE]);

test.each([
  [
    { A: { env: "NOT_SET" } },
    "headers.A.env: is the variable NOT_SET, which is not set. Set the variable",
  ],
  [
    { A: { file: "/nowhere/key" } },
    "headers.A.file: is /nowhere/key, which does not exist. Put the key into that file",
  ],
  [{ A: { file: PIPE } }, "headers.A.file: is /"],
  [{ A: { env: "EMPTY" } }, "headers.A.env: is the variable EMPTY, which is not set."],
  [{ A: { env: "TWO_LINES" } }, "headers.A.env: holds something else than 1 to 4096 visible"],
])("a header without a value is refused before anything is sent: %j", async (headers, message) => {
  const environment = { EMPTY: "", TWO_LINES: "tok\nX-Evil: 1" };
  const config = { url: "http://127.0.0.1:9/", headers, withinMs: 1000 };
  const opened = openReceiver(config, { ...surroundings, environment });
  await expect(opened).rejects.toThrow(InputError);
  await expect(opened).rejects.toThrow(`config/station.yaml: records.deliver.${message}`);
  await expect(opened).rejects.not.toThrow("Evil");
});
