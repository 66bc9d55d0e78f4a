import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { InputError } from "../../../libs/input/input-error.ts";
import { notYet } from "../../../libs/input/not-yet.ts";
import { readYaml } from "../../../libs/input/read-yaml.ts";
import { anyCharacter } from "../../support/any-character.ts";

const folder = mkdtempSync(join(tmpdir(), "read-yaml-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, "a.yaml");
const schema = z.strictObject({
  name: z.string("Give a name."),
  count: z.int().min(1).max(5).default(1),
  relay: notYet({ laser: "Use gpio." }, "kind")
    .pipe(
      z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("gpio"), line: z.int() }),
        z.strictObject({ kind: z.literal("none") }),
      ]),
    )
    .optional(),
  colours: z
    .array(z.enum(["red", "green"]))
    .min(1)
    .optional(),
});

const read = (content: string | Uint8Array) => {
  writeFileSync(file, content);
  return readYaml(file, schema);
};

/** The message without the file's path. */
const refusal = async (content: string | Uint8Array): Promise<string> => {
  const error: unknown = await read(content).then(
    () => "accepted",
    (cause: unknown) => cause,
  );
  if (!(error instanceof InputError)) throw new Error(`No InputError: ${String(error)}`);
  return error.message.replace(file, "FILE");
};

test("a good file is read with its defaults and its bytes", async () => {
  const { value, bytes } = await read("name: x\nrelay: { kind: gpio, line: 17 }\n");
  expect(value).toEqual({ name: "x", count: 1, relay: { kind: "gpio", line: 17 } });
  expect(bytes.length).toBe(40);
});

test.each([
  ["missing field", "count: 2\n", "FILE:1:1: name: is missing. Give a name."],
  ["empty file", "", "FILE:1:1: is empty. Give a block of fields."],
  [
    "wrong type",
    "name: x\ncount: many\n",
    'FILE:2:1: count: is "many", not a number. Give a number.',
  ],
  [
    "number for text",
    "name: 007\n",
    'FILE:1:1: name: is the number 007; as a text it needs quotes: "007". Give a name.',
  ],
  ["too big", "name: x\ncount: 6\n", "FILE:2:1: count: is 6, more than 5. Give at most 5."],
  ["too small", "name: x\ncount: 0\n", "FILE:2:1: count: is 0, less than 1. Give at least 1."],
  [
    "unknown key",
    "name: x\ncuont: 1\n",
    'FILE:2:1: cuont: is not a field known here. Did you mean "count"? Known here: name, count, relay, colours.',
  ],
  [
    "unknown key in a block",
    "name: x\nrelay:\n  kind: gpio\n  line: 1\n  lien: 1\n",
    'FILE:5:3: relay.lien: is not a field known here. Did you mean "line"? Known here: kind, line.',
  ],
  [
    "unknown word in a list",
    "name: x\ncolours:\n  - red\n  - gren\n",
    'FILE:4:5: colours[1]: is "gren", which is not known here. Did you mean "green"? Known here: red, green.',
  ],
  [
    "unknown kind",
    "name: x\nrelay: { kind: gpoi }\n",
    'FILE:2:10: relay.kind: is "gpoi", which is not known here. Did you mean "gpio"? Known here: gpio, none.',
  ],
  [
    "missing kind",
    "name: x\nrelay: { line: 3 }\n",
    "FILE:2:1: relay.kind: is missing. Known here: gpio, none.",
  ],
  [
    "planned kind",
    "name: x\nrelay: { kind: laser }\n",
    'FILE:2:10: relay.kind: "laser" is not supported in this version. Use gpio.',
  ],
  ["empty list", "name: x\ncolours: []\n", "FILE:2:1: colours: is too short. Give at least 1."],
  [
    "the first of several faults",
    "name: x\ncolours: [blue]\ncount: 9\nrelay: 3\n",
    'FILE:2:11: colours[0]: is "blue", which is not known here. Known here: red, green.',
  ],
  [
    "a field reached over an anchor",
    "name: &a x\ncolours: [*a]\n",
    'FILE:2:11: colours[0]: is "x",',
  ],
  ["hidden control characters", 'name: x\n"a\\eb": 1\n', "FILE:2:1: a\\x1bb: is not a field"],
  ["a key of every object", "name: x\n__proto__: { count: 1 }\n", "FILE:2:1: __proto__: is not a"],
  ["a block as key", "name: x\n? [a]\n: 1\n", "FILE:1:1: [ a ]: is not a field known here."],
])("refuses: %s", async (_, content, message) => {
  expect(await refusal(content)).toContain(message);
});

test.each([
  ["broken YAML", "name: [x\ncount: 1\n", /^FILE:\d:\d+: is not valid YAML: .*\. Look for/],
  [
    "a field given twice",
    "name: x\nname: y\n",
    /^FILE:2:1: has name twice\. Take one of the two out\./,
  ],
  ["several documents", "name: x\n---\nname: y\n", /^FILE:2:1: holds several documents/],
  ["a Windows path", 'name: "C:\\fw\\x"\n', /^FILE:1:\d+: .* backslash .* single quotes/],
  [
    "a number beyond all",
    "name: x\ncount: 1e4000\n",
    /^FILE:2:1: count: is 1e4000, no number .* 0x/,
  ],
  [
    "an alias of nothing",
    "name: x\ncount: *b\n",
    /^FILE:2:8: names \*b, and there is no anchor &b/,
  ],
  ["an unknown tag", "name: !!js/function x\n", /^FILE:1:7: is not valid YAML: Unresolved tag/],
  ["a tower of brackets", "[".repeat(300_000), /^FILE:.* is not valid YAML/],
  [
    "a bomb of anchors",
    `a: &a [x,x,x,x,x,x,x,x,x]\n${"abcdefg"
      .split("")
      .slice(1)
      .map((c, i) => `${c}: &${c} [${`*${"abcdefg"[i]},`.repeat(9)}]`)
      .join("\n")}\n`,
    /^FILE: repeats its anchors too often/,
  ],
  ["no text", new Uint8Array([0x6e, 0xff, 0xfe, 0x00]), /^FILE: is not text\. Save it as YAML/],
  ["a huge file", "#".repeat((1 << 20) + 1), /^FILE: has 1048577 bytes, more than 1048576\./],
])("refuses: %s", async (_, content, message) => {
  expect(await refusal(content)).toMatch(message);
});

test("a file that cannot be read is the person's to mend", async () => {
  const at = (path: string) => readYaml(path, schema);
  await expect(at(join(folder, "none.yaml"))).rejects.toThrow("none.yaml: does not exist.");
  await expect(at(join(file, "none.yaml"))).rejects.toThrow("a part of the path is a file");
  await expect(at("a\0b")).rejects.toThrow(InputError);
  mkdirSync(join(folder, "sub"));
  await expect(at(join(folder, "sub"))).rejects.toThrow("is a folder. Name the file in it.");
  await expect(at("/dev/null")).rejects.toThrow("is not a regular file");
  if (process.getuid?.() === 0) return;
  writeFileSync(file, "name: x");
  chmodSync(file, 0);
  await expect(at(file)).rejects.toThrow("may not be read by this user");
});

test("a fault only the caller can know is placed at its field", async () => {
  const { errorAt } = await read("name: x\ncolours:\n  - red\n");
  expect(errorAt(["colours", 0], "is ugly.", "Use green.").message).toBe(
    `${file}:3:5: colours[0]: is ugly. Use green.`,
  );
});

test("whatever a file holds, it is read or refused as input, in printable text", async () => {
  const structured = fc.json({ maxDepth: 3 });
  const near = fc.record({ name: fc.anything(), count: fc.anything() }).map((value) => {
    try {
      return JSON.stringify(value) ?? "";
    } catch {
      return "";
    }
  });
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ unit: anyCharacter }), structured, near),
      async (text) => {
        const error: unknown = await read(text).then(
          () => undefined,
          (cause: unknown) => cause,
        );
        if (error === undefined) return;
        expect(error).toBeInstanceOf(InputError);
        expect(String(error)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      },
    ),
    { numRuns: 300 },
  );
});
