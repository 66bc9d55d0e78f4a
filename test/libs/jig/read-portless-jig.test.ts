import { expect, test } from "vitest";
import { checkPortlessJig } from "../../../libs/jig/read-portless-jig.ts";

const check = (...nests: readonly string[]) =>
  checkPortlessJig(
    "FILE",
    new TextEncoder().encode(
      `jig: a\ntrigger: operator\nfixtures:\n${nests.map((nest) => `  - { ${nest} }\n`).join("")}`,
    ),
  );

test("nests without ports keep their fields as written; those with ports stay as they are", async () => {
  const jig = await check(
    'ids: F01..F02, power: { kind: gpio, chip: c, line: "{n+4}" }',
    "id: F03, flashPort: /dev/p, power: { kind: line, line: rts }",
  );
  expect(jig.written).toEqual({ jig: "a", trigger: "operator" });
  expect(jig.nests.map(({ written, ports }) => [written, ports])).toEqual([
    [{ id: "F01", power: { kind: "gpio", chip: "c", line: 5 } }, "unknown"],
    [{ id: "F02", power: { kind: "gpio", chip: "c", line: 6 } }, "unknown"],
    [{ id: "F03", flashPort: "/dev/p", power: { kind: "line", line: "rts" } }, "known"],
  ]);
  expect(jig.nests[1]?.config).toMatchObject({ id: "F02", offMs: 500, reset: { kind: "none" } });
});

test.each([
  ["id: F01, power: { kind: line, line: rts }", "fixtures[0].power: is a line of a port that is"],
  ["id: F01, virtual: { chip: bk7231n }", "fixtures[0].virtual: is a simulated board."],
  ["id: F01", "fixtures[0].power: is missing."],
  [
    'ids: F01..F02, power: { kind: gpio, chip: c, line: "{i/2}" }',
    "fixtures[0].power.line (F02): names GPIO line 0",
  ],
])("{ %s } is refused", async (nest, message) => {
  await expect(check(nest)).rejects.toThrow(message);
});
