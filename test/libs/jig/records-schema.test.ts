import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readStation } from "../../../libs/jig/read-station.ts";

const folder = mkdtempSync(join(tmpdir(), "records-schema-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "station.yaml");

/** What `deliver` of the station's file becomes. */
const read = async (deliver: string) => {
  writeFileSync(path, `station: x\nrecords:\n  deliver: ${deliver}\n`);
  return (await readStation(path)).deliver;
};

test("a webhook with its headers, and a command", async () => {
  const headers =
    "{ Authorization: { env: MES_TOKEN, prefix: 'Bearer ' }, X-Key: { file: /a }, X: y }";
  expect(await read(`{ url: "https://mes/r?k=1", headers: ${headers}, within: 2.5s }`)).toEqual({
    url: "https://mes/r?k=1",
    headers: {
      Authorization: { env: "MES_TOKEN", prefix: "Bearer " },
      "X-Key": { file: "/a" },
      X: "y",
    },
    withinMs: 2500,
  });
  expect(await read('{ command: [post-record, --line, "2"] }')).toEqual({
    command: ["post-record", "--line", "2"],
    withinMs: 10_000,
  });
  writeFileSync(path, "records:\n");
  expect((await readStation(path)).deliver).toBeUndefined();
});

const SECRET = "hunter2";

test.each([
  ["{}", "records.deliver: needs one of url and command."],
  ["{ url: 'http://h', command: [a] }", "records.deliver: needs one of url and command."],
  [`{ url: '${SECRET}' }`, "records.deliver.url: is no address."],
  [`{ url: 'ftp://${SECRET}' }`, "records.deliver.url: is neither http:// nor https://."],
  [`{ url: 'https://u:${SECRET}@h/' }`, "records.deliver.url: has a user or password in it."],
  [`{ url: 'https://h/#${SECRET}' }`, "records.deliver.url: has a part behind #"],
  ["{ ulr: 'http://h' }", 'records.deliver.ulr: is not a field known here. Did you mean "url"?'],
  [SECRET, "records.deliver: is no block of fields. Give { url: ... } or"],
  [`{ url: 'http://h', headers: 'A: ${SECRET}' }`, "deliver.headers: is no block of headers."],
  [`{ url: 'http://h', headers: ['A: ${SECRET}'] }`, "deliver.headers: is no block of headers."],
  [`{ command: 'post ${SECRET}' }`, "command: is no list. Give the command as a list of words"],
  ["{ command: [] }", "records.deliver.command: is too short."],
  ["{ command: [''] }", "records.deliver.command: begins with an empty word."],
  ["{ command: [a, 2] }", "records.deliver.command[1]: is the number 2; as a text it needs quotes"],
  ["{ command: [a], headers: { A: b } }", "records.deliver.headers: is for a url."],
  ["{ url: 'http://h', within: 10 }", "records.deliver.within: is 10, without a unit."],
  ["{ url: 'http://h', within: 10m }", "records.deliver.within: is no duration."],
  [`{ url: 'http://h', headers: { A: "${SECRET}\\n" } }`, "headers.A: is no text of 1 to 4096"],
  ["{ url: 'http://h', headers: { A: 4711 } }", "headers.A: is not a text. Put it in quotes"],
  [`{ url: 'http://h', headers: { A: [${SECRET}] } }`, "headers.A: is not a text."],
  [`{ url: 'http://h', headers: { A: { env: "${SECRET}!" } } }`, "headers.A.env: is no name of a"],
  ["{ url: 'http://h', headers: { A: { evn: B } } }", "headers.A.evn: is not a field known here."],
  ["{ url: 'http://h', headers: { A: {} } }", "headers.A: needs one of env and file."],
  ["{ url: 'http://h', headers: { A: { env: B, file: c } } }", "headers.A: needs one of env"],
  ["{ url: 'http://h', headers: { 'A B': c } }", "headers.A B: is no name of a header."],
  [
    "{ url: 'http://h', headers: { content-TYPE: c } }",
    "is a header that the station says itself.",
  ],
])("%s is refused, by its field, and shows no secret", async (deliver, message) => {
  const refused = read(deliver);
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.not.toThrow(SECRET);
  await expect(refused).rejects.not.toThrow("4711");
});
