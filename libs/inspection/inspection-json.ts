import type { FileFacts, Uf2Facts, UpdateFacts } from "../firmware/file-facts.ts";
import { safeJson } from "../report/safe-json.ts";
import type { InspectedContent, Inspection } from "./inspection.ts";

/**
 * An inspection as a line of JSON, without its line end, with exactly the fields that docs/inspect.md
 * lists: what a file does not have is null. `at` is an ISO time.
 */
export const formatInspection = (inspection: Inspection, at: string): string => {
  const { file, verdict, refusal, content } = inspection;
  const facts = content === null ? NOTHING_READ : fieldsOf(content);
  return safeJson({ kind: "file", at, file, verdict, refusal, ...facts });
};

const fieldsOf = (content: InspectedContent) => {
  const { kind, what, chips, codeKey, bytes, sha256, facts, writes, erases, dump, checks } =
    content;
  return {
    ...{ class: kind, what, chips, codeKey, bytes, sha256 },
    ...factsOf(facts),
    ...{ writes, erases, dump, checks },
  };
};

const NOTHING_READ: Readonly<Record<keyof ReturnType<typeof fieldsOf>, null>> = {
  class: null,
  what: null,
  chips: null,
  codeKey: null,
  bytes: null,
  sha256: null,
  app: null,
  bootloader: null,
  buildTexts: null,
  uf2: null,
  update: null,
  wrapper: null,
  writes: null,
  erases: null,
  dump: null,
  checks: null,
};

const factsOf = ({ app, bootloader, carried, buildTexts, uf2, update, wrapper }: FileFacts) => ({
  app: app === undefined ? null : codeOf(app),
  bootloader:
    carried === undefined
      ? null
      : { ...carried, builtAt: bootloader === undefined ? null : isoTime(bootloader.builtAt) },
  buildTexts: buildTexts ?? [],
  uf2: uf2 === undefined ? null : uf2Of(uf2),
  update: update === undefined ? null : updateOf(update),
  wrapper: wrapper ?? null,
});

const codeOf = ({ version, builtAt, codeBytes, headerAt }: NonNullable<FileFacts["app"]>) => ({
  version,
  builtAt: isoTime(builtAt),
  codeBytes,
  headerAt,
});

const uf2Of = ({ family, familyName, blocks, partitions, ...told }: Uf2Facts) => ({
  ...{ family, familyName, blocks, partitions },
  version: told.version ?? null,
  device: told.device ?? null,
  deviceId: told.deviceId ?? null,
  board: told.board ?? null,
  firmware: told.firmware ?? null,
  libreTiny: told.libreTiny ?? null,
  builtAt: told.builtAt === undefined ? null : isoTime(told.builtAt),
});

const updateOf = ({ at, bytes, version, builtAt, unpackedBytes, forChips }: UpdateFacts) => ({
  ...{ at: at ?? null, bytes, version, unpackedBytes },
  builtAt: isoTime(builtAt),
  forChips: forChips ?? null,
});

const isoTime = (unixSeconds: number): string => new Date(unixSeconds * 1000).toISOString();
