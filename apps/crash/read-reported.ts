import { once } from "node:events";
import { text } from "node:stream/consumers";
import { LINE_DATA } from "./keep-services.ts";
import { LOT } from "./play-sitting.ts";
import type { RoundPlace } from "./round-place.ts";

/** The verdict of each serial of the lot, as `flashline report` has it. */
export const readReported = async (place: RoundPlace): Promise<ReadonlyMap<string, string>> => {
  const args = ["report", "--data", place.path(LINE_DATA), "--lot", LOT, "--format", "json"];
  const child = place.startFlashline(args, "pipe");
  if (child.stdout === null) throw new Error("report has no output");
  const [printed] = await Promise.all([text(child.stdout), once(child, "close")]);
  const { serials }: { serials: readonly { serial: string; verdict: string }[] } =
    JSON.parse(printed);
  return new Map(serials.map(({ serial, verdict }) => [serial, verdict]));
};
