/**
 * Name of what the one worker has that serves a fixture of this id with a data folder, given by its real
 * path: two jigs whose fixtures share names would close each other's open runs.
 */
export const fixtureOfFolder = (fixture: string, folder: string): string =>
  `fixture ${fixture} of data folder ${folder}`;
