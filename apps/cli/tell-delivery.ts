import { safeJson } from "../../libs/report/safe-json.ts";
import { formatTimeOfDay } from "../../libs/station/format-figures.ts";
import type { DeliveryTold } from "../deliverer/delivery-told.ts";
import { toAscii } from "./format-line.ts";

/** One that goes on failing is told again so often. */
const REPEAT_MS = 10 * 60_000;

/** A listener that writes what is delivered as plain lines; a failure that repeats itself, now and then. */
export const tellDeliveryLines = (
  write: (text: string) => void,
): ((told: DeliveryTold) => void) => {
  let failing: { readonly problem: string; readonly toldAt: number } | undefined;
  return (told) => {
    const at = Date.parse(told.at);
    if (told.kind === "delivery-failed") {
      const isSame = failing?.problem === told.problem && at - failing.toldAt < REPEAT_MS;
      if (isSame) return;
      failing = { problem: told.problem, toldAt: at };
    }
    if (told.kind === "record-delivered") failing = undefined;
    write(`${toAscii(`${formatTimeOfDay(told.at)} ${describe(told)}`)}\n`);
  };
};

/** A listener that writes it as a JSON object a line. */
export const tellDeliveryJson =
  (write: (text: string) => void) =>
  (told: DeliveryTold): void =>
    write(`${safeJson(told)}\n`);

const describe = (told: DeliveryTold): string => {
  switch (told.kind) {
    case "delivery-waits":
      return `waits: ${told.owner} delivers these records`;
    case "delivery-started":
      return `delivers to ${told.receiver}; ${records(told.waiting)} to deliver`;
    case "record-delivered": {
      const { serial, verdict, lot, run } = told;
      return `${serial} ${verdict.toUpperCase()} delivered, lot ${lot}, run ${run}`;
    }
    case "delivery-failed": {
      const rest = told.waiting === null ? "" : `; ${records(told.waiting)} to deliver`;
      return `NOT DELIVERED: ${told.problem}${rest}`;
    }
    case "delivery-ended":
      return `${records(told.delivered)} delivered, ${told.waiting} left`;
  }
};

const records = (count: number): string => (count === 1 ? "1 record" : `${count} records`);
