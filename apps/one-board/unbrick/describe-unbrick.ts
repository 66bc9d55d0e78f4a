import { bytesIn } from "../../../libs/bytes/ranges.ts";
import { explainToEngineer, explainToOperator } from "../../../libs/failure/explain.ts";
import { printable } from "../../../libs/failure/printable.ts";
import { shellWord } from "../../../libs/process/shell-word.ts";
import type { UnbrickHappening } from "./unbrick-news.ts";
import type { UnbrickOrder } from "./unbrick-order.ts";

type Ended = Extract<UnbrickHappening, { readonly kind: "run-ended" }>;

/** What the lines name beside the happening; `serial` as it is recorded. */
export interface UnbrickNames extends Pick<UnbrickOrder, "imagePath" | "dataDir"> {
  readonly serial: string;
}

/** What happens in an unbrick as lines for people, safe to print; none for what only a program wants. */
export const describeUnbrick = (
  happening: UnbrickHappening,
  names: UnbrickNames,
): readonly string[] => {
  switch (happening.kind) {
    case "run-started":
      return [printable(`is unbricked as ${names.serial}, with ${names.imagePath}`, 1000)];
    case "operator-asked":
      return [`ASKS: ${printable(happening.instruction)}`];
    case "note":
      return [`note: ${printable(happening.text, 400)}`];
    case "run-ended":
      return [
        ...describeVerdict(happening),
        ...describeBackup(happening),
        ...describeRest(happening, names),
      ];
    default:
      return [];
  }
};

const describeVerdict = ({ verdict, failure, durationMs, unbrick }: Ended): readonly string[] => {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  if (failure !== null) {
    return [
      `${verdict.toUpperCase()} ${failure.code}. ${explainToOperator(failure, "unbrick")}`,
      `engineer: ${explainToEngineer(failure)}`,
    ];
  }
  if (verdict !== "pass") return ["ABORTED. Stopped; the board has no power"];
  const bytes = bytesIn(unbrick?.ranges ?? []);
  const what =
    bytes === 0
      ? "Its bootloader was the image's already: nothing was written"
      : `Its bootloader is ${unbrick?.image.bootloader ?? "the image's"}: ${bytes} bytes written, the whole flash read back and compared`;
  return [printable(`PASS in ${seconds}. ${what}`, 400)];
};

const describeBackup = ({ unbrick }: Ended): readonly string[] =>
  unbrick === null || unbrick.backup === null
    ? []
    : [printable(`its flash as it was is kept in ${unbrick.backup.file}`, 1000)];

const describeRest = (
  { verdict, head }: Ended,
  { serial, dataDir }: UnbrickNames,
): readonly string[] => {
  const history = `npx flashline history ${shellWord(serial)} --data ${shellWord(dataDir)}`;
  return [
    printable(`is recorded as ${serial}. Its story: ${history}`, 1000),
    ...(verdict === "pass" ? ["Next: run the board in a lot like any other"] : []),
    ...(head === null ? [] : [`Journal head ${printable(head)}`]),
  ];
};
