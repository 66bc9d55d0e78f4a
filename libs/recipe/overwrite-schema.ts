import { z } from "zod";
import type { Chip } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import {
  DATA_PARTITIONS,
  type DataPartitionName,
  dataPartitionsOf,
} from "../chips/flash-layout.ts";
import { suggestWord } from "../input/suggest-word.ts";

const NAMES = DATA_PARTITIONS.filter((name) => name !== "calibration");

const CALIBRATION =
  "is calibration: each board's own radio trim and MAC, which no file may take away. To give boards MACs, use `identity`; only a whole dump brings its calibration along, with `clone: true`.";

const partition = z
  .unknown()
  .superRefine((name, context) => {
    if (name === "calibration") context.addIssue({ code: "custom", message: CALIBRATION });
  })
  .pipe(z.enum(NAMES))
  .meta({ enum: NAMES });

/** A recipe's `overwrite`: data partitions by name. Whether the chip's boards have them is looked at apart. */
export const overwriteSchema = z
  .array(partition, "List partitions by name, such as [userdata].")
  .max(DATA_PARTITIONS.length);

/** What a recipe says of the boards' own data. */
interface Overwriting {
  readonly chip: Chip["name"];
  readonly overwrite: readonly DataPartitionName[];
}

/** A name that must not stand in `overwrite`; `problem` follows it, remedy included. */
export interface OverwriteProblem {
  /** Index in the list. */
  readonly at: number;
  readonly problem: string;
}

/** The first name of `overwrite` that no board of the chip has. */
export const findOverwriteProblem = ({
  chip,
  overwrite,
}: Overwriting): OverwriteProblem | undefined => {
  const ofChip = dataPartitionsOf(CHIPS[chip].layouts);
  const known = NAMES.filter((name) => ofChip.includes(name));
  for (const [at, name] of overwrite.entries()) {
    if (!ofChip.includes(name)) {
      const { marking } = CHIPS[chip];
      const problem = `is ${name}, which no known layout of a ${marking} has. ${suggestWord(name, known)}`;
      return { at, problem };
    }
  }
  return undefined;
};
