import { fnv1a } from "../bytes/fnv1a.ts";
import { latin1Text } from "../bytes/text.ts";
import { CHIPS, markingsOf } from "../chips/chips.ts";
import type { Checklist } from "./checklist.ts";
import type { FileFacts, UpdateFacts } from "./file-facts.ts";
import type { FirmwareKind } from "./firmware-kind.ts";
import { UG_HEADER_BYTES } from "./tuya-ug.ts";
import { unpackUpdate } from "./unpack-update.ts";

type UpdateKind = Extract<FirmwareKind, { readonly kind: "ota-rbl" | "tuya-ug" }>;

/**
 * Checks a package for over-the-air update as far as it goes: the wrapper's length and sums, the
 * package's, and the app inside. `bytes` is what `found` was recognised in.
 */
export const examineUpdate = (
  bytes: Uint8Array,
  found: UpdateKind,
  list: Checklist,
): Pick<FileFacts, "update" | "wrapper"> => {
  if (found.kind === "ota-rbl") return { update: examinePackage(bytes, found, list) };
  const { header, inside } = found;
  if (header.fault !== undefined) {
    list.fail("wrapper", { code: "bad-update", fault: `wrapper-${header.fault}` });
  } else list.pass("wrapper", "has the right length and both sums in its Tuya UG wrapper.");
  const wrapper = { version: header.version, payloadBytes: header.payloadBytes };
  if (inside.kind !== "ota-rbl") return { wrapper };
  return { wrapper, update: examinePackage(bytes.subarray(UG_HEADER_BYTES), inside, list) };
};

const examinePackage = (
  bytes: Uint8Array,
  { header, fault }: Extract<FirmwareKind, { readonly kind: "ota-rbl" }>,
  list: Checklist,
): UpdateFacts => {
  const { version, builtAt, rawBytes: unpackedBytes } = header;
  const facts = { bytes: bytes.length, version, builtAt, unpackedBytes };
  if (fault !== undefined) {
    list.fail("update", { code: "bad-update", fault });
    return facts;
  }
  list.pass("update", "has the right length and CRC-32 in its package for over-the-air update.");
  const app = unpackUpdate(bytes, header);
  if (app === undefined) {
    list.miss("update-content", "packs its update in a way this station does not unpack.");
    return facts;
  }
  const isRight = app.length === unpackedBytes && fnv1a(app) === header.bodyFnv1a;
  if (!isRight) list.warn("update-content", "unpacks to another app than its package was made of.");
  else list.pass("update-content", "unpacks to the app its package was made of: length and hash.");
  return { ...facts, forChips: chipsOfPlainApp(app) };
};

const MARKER = { start: 0x100, end: 0x108 } as const;

/** Of an app as the compiler leaves it: its marker alone tells, as it is not scrambled yet. */
const chipsOfPlainApp = (app: Uint8Array): string => {
  const text = latin1Text(app.subarray(MARKER.start, MARKER.end));
  const marked = Object.values(CHIPS).filter(({ image }) => image.marker === text);
  const unmarked = Object.values(CHIPS).filter(({ image }) => image.marker === undefined);
  return markingsOf((marked.length > 0 ? marked : unmarked).map(({ name }) => name));
};
