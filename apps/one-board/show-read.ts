import { relative } from "node:path";
import { printable } from "../../libs/failure/printable.ts";
import type { BoardHappening, TellBoard } from "./board-news.ts";
import { readDump } from "./read-dump.ts";
import type { ReadOrder } from "./read-order.ts";
import { tellJson } from "./tell-json.ts";
import { tellPeople } from "./tell-people.ts";

/**
 * Reads a dump and tells of it: lines for people on stderr; on stdout JSON events, or in the end
 * SHA-256 and file as sha256sum prints them.
 * @returns the exit code.
 * @throws InputError, StationError.
 */
export const showRead = (order: ReadOrder, format: "sum" | "json"): Promise<number> => {
  const print = (text: string): void => void process.stdout.write(text);
  const people = tellPeople(order.fixture, process.stderr);
  const program: TellBoard =
    format === "json" ? tellJson(order.fixture, print) : (happening) => print(formatSum(happening));
  return readDump(order, (happening) => {
    people(happening);
    program(happening);
  });
};

const formatSum = (happening: BoardHappening): string => {
  if (happening.kind !== "read-ended") return "";
  const { file, sha256 } = happening;
  return file === null || sha256 === null ? "" : `${sha256}  ${printable(relative(".", file))}\n`;
};
