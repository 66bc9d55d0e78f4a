import { z } from "zod";
import type { Chip } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import {
  DATA_PARTITIONS,
  type DataPartitionName,
  dataPartitionsOf,
} from "../chips/flash-layout.ts";
import { suggestWord } from "../input/suggest-word.ts";

/** A recipe's `overwrite`: data partitions by name. Whether the chip's boards have them is looked at apart. */
export const overwriteSchema = z
  .array(z.enum(DATA_PARTITIONS), "List partitions by name, such as [userdata].")
  .max(DATA_PARTITIONS.length);

/** What a recipe says of the boards' own data. */
interface Overwriting {
  readonly chip: Chip["name"];
  readonly overwrite: readonly DataPartitionName[];
  readonly clone: boolean;
}

/** A name that must not stand in `overwrite`; `problem` follows it, remedy included. */
export interface OverwriteProblem {
  /** Index in the list. */
  readonly at: number;
  readonly problem: string;
}

/** The first name of `overwrite` that no board of the chip has, or that only a clone may overwrite. */
export const findOverwriteProblem = ({
  chip,
  overwrite,
  clone,
}: Overwriting): OverwriteProblem | undefined => {
  const known = dataPartitionsOf(CHIPS[chip].layouts);
  for (const [at, name] of overwrite.entries()) {
    if (!known.includes(name)) {
      const { marking } = CHIPS[chip];
      const problem = `is ${name}, which no known layout of a ${marking} has. ${suggestWord(name, known)}`;
      return { at, problem };
    }
    if (name === "calibration" && !clone) return { at, problem: CALIBRATION };
  }
  return undefined;
};

const CALIBRATION =
  "is calibration: each board's own radio trim and MAC, which no file may take away. To give boards MACs, use `identity`; only a whole dump brings its calibration along, with `clone: true`.";
