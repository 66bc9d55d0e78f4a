import { InputError } from "../input/input-error.ts";
import { STATION_FILE } from "../jig/read-station.ts";
import type { DeliveryConfig } from "../jig/records-schema.ts";
import { findProgram } from "../process/find-program.ts";
import { commandReceiver } from "./command-receiver.ts";
import type { Receiver } from "./receiver.ts";
import { resolveHeaders } from "./resolve-headers.ts";
import { type Surroundings, webhookReceiver } from "./webhook-receiver.ts";

/**
 * The receiver that the station's file names; nothing is sent yet.
 * @throws InputError where a header's variable or file is missing, or the program is not there.
 */
export const openReceiver = async (
  config: DeliveryConfig,
  surroundings: Surroundings,
): Promise<Receiver> => {
  if ("command" in config) {
    expectProgram(config.command[0] ?? "", surroundings.environment.PATH ?? "");
    return commandReceiver(config, surroundings);
  }
  const resolved = await resolveHeaders(config.headers, surroundings.environment);
  if (resolved.ok) return webhookReceiver(config, surroundings);
  const field = `records.deliver.headers.${resolved.field}`;
  throw new InputError({ source: STATION_FILE, field }, resolved.problem, resolved.remedy);
};

const expectProgram = (program: string, path: string): void => {
  if (findProgram(program, foldersFor(program, path)) !== undefined) return;
  throw new InputError(
    { source: STATION_FILE, field: "records.deliver.command" },
    `begins with ${program}, which is no program that can be started here.`,
    "Give its path, or install it.",
  );
};

/** A path with folders is meant from the current one. */
const foldersFor = (program: string, path: string): string => {
  if (program.startsWith("/")) return "/";
  return program.includes("/") ? "." : path;
};
