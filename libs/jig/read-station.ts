import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
import { plainName } from "../input/plain-name.ts";
import { readYaml } from "../input/read-yaml.ts";
import { type Colours, coloursSchema } from "./colours-schema.ts";
import { type LogKeeping, logsSchema } from "./logs-schema.ts";
import { type DeliveryConfig, recordsSchema } from "./records-schema.ts";
import { shiftsSchema, USUAL_SHIFTS } from "./shifts-schema.ts";
import { type Sounds, soundsSchema } from "./sounds-schema.ts";
import { type YieldLimits, yieldLimitsSchema } from "./yield-limits-schema.ts";

/** This PC: what its file says of it. */
export interface Station {
  /** As records name it. */
  readonly station: string;
  /** Whether recipes that nobody approved are run here. */
  readonly approval: "required" | "optional";
  /** When shifts begin, ms after midnight of the wall clock. */
  readonly shifts: readonly number[];
  /** Where each run's record goes beside the journal, if anywhere. */
  readonly deliver?: DeliveryConfig | undefined;
  /** Below which first-pass yield is a warning, in percent. */
  readonly firstPassYield: YieldLimits;
  readonly sounds: Sounds;
  readonly colours: Colours;
  /** How much of its logs it keeps. */
  readonly logs: LogKeeping;
}

const fields = z.strictObject({
  station: plainName("Give the station a short name, such as line-2.").optional(),
  approval: z.enum(["required", "optional"]).default("optional"),
  shifts: shiftsSchema.prefault([...USUAL_SHIFTS]),
  records: recordsSchema.optional(),
  firstPassYield: yieldLimitsSchema.prefault({}),
  sounds: soundsSchema.prefault({}),
  colours: coloursSchema.default("blue-orange"),
  logs: logsSchema.prefault({}),
});

/** A file with comments only is a station with nothing to say. */
const stationSchema = z.preprocess((value) => value ?? {}, fields);

/** Reads a station file; a station without a name of its own is called like its host. Rejects with `InputError`. */
export const readStation = async (path: string): Promise<Station> => {
  const { value } = await readYaml(path, stationSchema);
  return stationOf(value);
};

const stationOf = ({ records, ...given }: z.output<typeof fields>): Station => ({
  ...given,
  station: given.station ?? hostname(),
  deliver: records?.deliver,
});

/** Where a station's file is looked for, from the current folder. */
export const STATION_FILE = "config/station.yaml";

/** This station, by its file in the current folder if it has one. Rejects with `InputError`. */
export const thisStation = async (): Promise<Station> =>
  existsSync(STATION_FILE) ? readStation(STATION_FILE) : stationOf(fields.parse({}));

/** This station's name: of its file in the current folder if it has one, else the host's. */
export const stationName = async (): Promise<string> => (await thisStation()).station;
