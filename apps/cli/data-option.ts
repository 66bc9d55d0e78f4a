import { Option } from "commander";

/** `--data DIR`: the station's data folder, where the journal is. */
export const dataOption = (): Option =>
  new Option("--data <dir>", "data folder of the station").env("FLASHLINE_DATA").default("./data");
