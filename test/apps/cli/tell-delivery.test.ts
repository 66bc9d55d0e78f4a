import { expect, test } from "vitest";
import { tellDeliveryJson, tellDeliveryLines } from "../../../apps/cli/tell-delivery.ts";
import type { DeliveryTold } from "../../../apps/deliverer/delivery-told.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString();
const failed = (minute: number, problem = "mes answered 500"): DeliveryTold => ({
  ...{ at: at(minute), kind: "delivery-failed", run: "R1", problem, mend: "time" },
  ...{ retryMs: 1000, waiting: 2 },
});
const STORY: readonly DeliveryTold[] = [
  { at: at(0), kind: "delivery-waits", owner: "lot L1 of process 7" },
  { at: at(0), kind: "delivery-started", receiver: "mes", waiting: 2 },
  ...[0, 1, 2, 11].map((minute) => failed(minute)),
  failed(12, "mes \u001b[2J\u202e"),
  { at: at(13), kind: "record-delivered", run: "R1", lot: "L", serial: "SN1", verdict: "pass" },
  failed(14),
  { at: at(15), kind: "delivery-ended", delivered: 1, waiting: 1 },
];

test("plain lines: a failure that repeats itself is told now and then, in ASCII", () => {
  const lines: string[] = [];
  const tell = tellDeliveryLines((text) => lines.push(text.slice("hh:mm:ss ".length)));
  for (const told of STORY) tell(told);
  expect(lines).toEqual([
    "waits: lot L1 of process 7 delivers these records\n",
    "delivers to mes; 2 records to deliver\n",
    "NOT DELIVERED: mes answered 500; 2 records to deliver\n",
    "NOT DELIVERED: mes answered 500; 2 records to deliver\n",
    "NOT DELIVERED: mes \\x1b[2J\\u202e; 2 records to deliver\n",
    "SN1 PASS delivered, lot L, run R1\n",
    "NOT DELIVERED: mes answered 500; 2 records to deliver\n",
    "1 record delivered, 1 left\n",
  ]);
});

test("JSON: everything, an object a line", () => {
  const lines: string[] = [];
  const tell = tellDeliveryJson((text) => lines.push(text));
  for (const told of STORY) tell(told);
  expect(lines.map((line) => JSON.parse(line))).toEqual(STORY);
  expect(lines.join("")).not.toContain("\u202e");
});
