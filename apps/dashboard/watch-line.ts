import { systemClock } from "../../libs/clock/system-clock.ts";
import { openViewer } from "../../libs/dispatch/open-viewer.ts";
import { parseRedisUrl } from "../../libs/dispatch/redis-url.ts";
import { describeVersion, PROTOCOL, type Version } from "../../libs/dispatch/version.ts";
import { StationError } from "../../libs/failure/station-error.ts";
import { thisStation } from "../../libs/jig/read-station.ts";
import { chooseLook } from "./choose-look.ts";
import type { Role } from "./key-state.ts";
import { viewerSource } from "./viewer-source.ts";

/** What a dashboard is started with. */
export interface WatchOptions {
  /** The line's Redis, as `parseRedisUrl` reads it. */
  readonly url: string;
  /** The journal's folder, for the commands named at the lot's end; null for the usual one. */
  readonly dataFolder: string | null;
  readonly role: Role;
  /** This program's version, for a line that has another. */
  readonly program: string;
  /** Aborted when the program that ran the line is gone: ends the dashboard. */
  readonly signal?: AbortSignal;
}

/**
 * Shows the line on this process's terminal until the person leaves, with this station's colours, sounds and limits.
 * The caller has checked that there is one.
 * @throws InputError for a bad address or station file, StationError for a Redis that cannot be used or a line
 * whose messages are of another version.
 */
export const watchLine = async ({
  url,
  program,
  signal,
  ...settings
}: WatchOptions): Promise<void> => {
  // Three times cheaper; React looks at it once, when it is loaded: hence the late import.
  process.env.NODE_ENV ??= "production";
  const { colours, sounds, firstPassYield } = await thisStation();
  const { runDashboard } = await import("./run-dashboard.tsx");
  await using viewer = await openViewer({ url });
  const foreign = new AbortController();
  viewer.onForeign((version) => foreign.abort(foreignLine(version, program)));
  await runDashboard({
    ...settings,
    source: viewerSource(viewer, systemClock, parseRedisUrl(url).label),
    clock: systemClock,
    look: chooseLook(process.env, colours),
    limits: firstPassYield,
    sounds,
    stdout: process.stdout,
    stdin: process.stdin,
    signal: AbortSignal.any([foreign.signal, ...(signal === undefined ? [] : [signal])]),
  });
  foreign.signal.throwIfAborted();
};

const foreignLine = (line: Version, program: string): StationError => {
  const own = describeVersion({ protocol: PROTOCOL, program });
  return new StationError(
    `The line is run by ${describeVersion(line)}, this dashboard is ${own}. Bring both to one version.`,
  );
};
