import { expect, test } from "vitest";
import { parseControlAnswer } from "../../../libs/simulator/control-answer.ts";

test.each([
  ['{"ok":true}', { ok: true }],
  ['{"ok":true,"powered":false}', { ok: true, powered: false }],
  ['{"ok":false,"error":"No F09."}', { ok: false, error: "No F09." }],
  ['{"ok":false}', undefined],
  ['{"ok":false,"error":7}', undefined],
  ['{"ok":1}', undefined],
  ["{}", undefined],
  ["null", undefined],
  ["[]", undefined],
  ["7", undefined],
  ['"ok"', undefined],
  ["HTTP/1.1 400 Bad Request", undefined],
  ["", undefined],
])("the answer %s", (line, answer) => {
  expect(parseControlAnswer(line)).toEqual(answer);
});
