import { hexAddress } from "../../libs/bytes/hex.ts";
import { explainToEngineer, explainToOperator } from "../../libs/failure/explain.ts";
import { printable } from "../../libs/failure/printable.ts";
import type { BoardHappening, HappeningOf } from "./board-news.ts";

const KIB = 1024;

/** A happening as lines for people, safe to print; none for what only a program wants. */
export const describeHappening = (happening: BoardHappening): readonly string[] => {
  switch (happening.kind) {
    case "operator-asked":
      return [`ASKS: ${printable(happening.instruction)}`];
    case "note":
      return [`note: ${printable(happening.text)}`];
    case "board-met":
      return [describeBoard(happening)];
    case "read-started":
      return [describeStart(happening)];
    case "board-info":
      return describeFailure(happening);
    case "read-ended":
      return describeEnd(happening);
    default:
      return [];
  }
};

const describeBoard = ({ board }: HappeningOf<"board-met">): string => {
  const { marking, mac, flashBytes, baud } = board;
  const size = flashBytes === null ? "unknown size" : `${flashBytes / KIB} KiB`;
  return printable(`is ${marking}, MAC ${mac ?? "none"}, flash of ${size}, read at ${baud} baud`);
};

const describeStart = ({ file, start, bytes, kept }: HappeningOf<"read-started">): string => {
  const range = `${hexAddress(start)} to ${hexAddress(start + bytes)}`;
  const earlier = kept === 0 ? "" : `; ${kept} bytes are there already and the board holds them`;
  return printable(`reads ${range} into ${file}${earlier}`);
};

const describeFailure = ({
  verdict,
  failure,
}: HappeningOf<"board-info" | "read-ended">): readonly string[] => {
  if (failure !== null) {
    return [
      `${verdict.toUpperCase()} ${failure.code}. ${explainToOperator(failure)}`,
      `engineer: ${explainToEngineer(failure)}`,
    ];
  }
  return verdict === "aborted" ? ["stopped; the board has no power"] : [];
};

const describeEnd = (happening: HappeningOf<"read-ended">): readonly string[] => {
  const { file, part, bytes, durationMs, recoveries } = happening;
  const seconds = durationMs / 1000;
  const helped = recoveries.map(({ kind, count }) => `${count} x ${kind}`);
  const how = helped.length === 0 ? "" : `; it took ${helped.join(", ")}`;
  const whole = `kept ${bytes} bytes in ${file}, every one proven by the chip's CRC, in ${seconds.toFixed(1)} s${how}`;
  const rest = `what was read so far is in ${part}: the same command goes on there${how}`;
  return [
    ...describeFailure(happening),
    ...(file === null ? [] : [printable(whole)]),
    ...(part === null ? [] : [printable(rest)]),
  ];
};
