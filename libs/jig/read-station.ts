import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { plainName } from "../input/plain-name.ts";
import { readYaml } from "../input/read-yaml.ts";

/** This PC, as records name it. */
export interface Station {
  readonly station: string;
  /** Folder of the journal and everything else that is kept, as an absolute path. */
  readonly data: string;
}

const fields = z.strictObject({
  station: plainName("Give the station a short name, such as line-2.").optional(),
  data: z.string("Give a folder.").min(1).optional(),
});

/** A file with comments only is a station with nothing to say. */
const stationSchema = z.preprocess((value) => value ?? {}, fields);

/** A station nobody described: named like its host, data in `data` of the current folder. */
export const defaultStation = (): Station => ({ station: hostname(), data: resolve("data") });

/**
 * Reads a station file; `data` is relative to it, and what it leaves out is as in `defaultStation`.
 * Rejects with `InputError`.
 */
export const readStation = async (path: string): Promise<Station> => {
  const { value } = await readYaml(path, stationSchema);
  const usual = defaultStation();
  const data = value.data === undefined ? usual.data : resolve(dirname(path), value.data);
  return { station: value.station ?? usual.station, data };
};

/** Where a station's file is looked for, from the current folder. */
const USUAL_FILE = "config/station.yaml";

/** This station's name: of its file in the current folder if it has one, else the host's. */
export const stationName = async (): Promise<string> =>
  existsSync(USUAL_FILE) ? (await readStation(USUAL_FILE)).station : defaultStation().station;
