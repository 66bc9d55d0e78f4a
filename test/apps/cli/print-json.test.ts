import fc from "fast-check";
import { expect, test } from "vitest";
import { formatJson, printJson } from "../../../apps/cli/print-json.ts";
import { lineEvent, runEvent } from "../../libs/station/events.ts";
import { anyCharacter } from "../../support/any-character.ts";

test("progress is printed too, an object a line", () => {
  let printed = "";
  const print = printJson((text) => {
    printed += text;
  });
  const event = runEvent({}, { kind: "step-progress", step: "write", done: 1, total: 2 });
  print(event);
  print(event);
  expect(printed.split("\n").map((line) => line && JSON.parse(line))).toEqual([event, event, ""]);
});

test("whatever text comes in, the line says it and no terminal obeys it", () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      const event = lineEvent({ kind: "notice", level: "info", text });
      const line = formatJson(event);
      expect(JSON.parse(line)).toEqual(event);
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    }),
  );
});
