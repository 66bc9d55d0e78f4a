import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
import { plainName } from "../input/plain-name.ts";
import { readYaml } from "../input/read-yaml.ts";

/** This PC, as records name it. */
export interface Station {
  readonly station: string;
}

const fields = z.strictObject({
  station: plainName("Give the station a short name, such as line-2.").optional(),
});

/** A file with comments only is a station with nothing to say. */
const stationSchema = z.preprocess((value) => value ?? {}, fields);

/** Reads a station file; a station without a name of its own is called like its host. Rejects with `InputError`. */
export const readStation = async (path: string): Promise<Station> => {
  const { value } = await readYaml(path, stationSchema);
  return { station: value.station ?? hostname() };
};

/** Where a station's file is looked for, from the current folder. */
const USUAL_FILE = "config/station.yaml";

/** This station's name: of its file in the current folder if it has one, else the host's. */
export const stationName = async (): Promise<string> =>
  existsSync(USUAL_FILE) ? (await readStation(USUAL_FILE)).station : hostname();
