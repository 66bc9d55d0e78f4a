import { buildTextsIn } from "./build-texts.ts";
import { Checklist } from "./checklist.ts";
import type { CodeReading } from "./code-reading.ts";
import type { Examination, ExamineRequest } from "./examination.ts";
import { examineApp, examineBareApp } from "./examine-app.ts";
import { examineCode } from "./examine-code.ts";
import { examineQio } from "./examine-qio.ts";
import { examineUf2 } from "./examine-uf2.ts";
import { examineUpdate } from "./examine-update.ts";
import { findHints } from "./find-hints.ts";
import type { FirmwareImage } from "./firmware-image.ts";
import type { FirmwareKind, FlashableKind, RefusedKind } from "./firmware-kind.ts";
import { recognise } from "./recognise.ts";
import type { Refusal } from "./refusal.ts";

/**
 * Largest file worth reading: four times the largest flash. Look at a file's size before reading it;
 * larger ones are refused all the same.
 */
export const MAX_FIRMWARE_BYTES = 16 * 1024 * 1024;

const NOTHING: CodeReading = { chips: [], facts: {}, writes: [] };

/**
 * Reads a firmware file and makes every check it carries, noting each with its result, of files that are
 * refused as well: what can still be read of them is in `facts`. Without a chip in the request a file is
 * judged for the chips its content says; nothing of a board is needed.
 *
 * Never throws on content, and takes time and memory in proportion to the file's size.
 */
export const examineFirmware = (bytes: Uint8Array, request: ExamineRequest): Examination => {
  const list = new Checklist();
  if (bytes.length > MAX_FIRMWARE_BYTES) {
    list.fail("size", { code: "too-large", bytes: bytes.length, limit: MAX_FIRMWARE_BYTES });
    const { checks, refusal } = list;
    return { chips: [], facts: { bytes: bytes.length }, checks, refusal };
  }
  list.pass("size", `has ${bytes.length} bytes.`);
  const found = recognise(bytes);
  const reading = readFound(bytes, found, request, list);
  const buildTexts = textsOf(reading);
  const { app, bootloader } = reading.facts;
  const texts = [app?.version, ...buildTexts].filter((text) => text !== undefined);
  const { fileName } = request;
  const hints = findHints({ fileName, kind: found.kind, chips: reading.chips, texts });
  for (const hint of hints) list.warn("hints", hint);
  if (hints.length === 0) list.pass("hints", "has no name and no version that says otherwise.");
  const { checks, refusal } = list;
  const facts = { bytes: bytes.length, ...reading.facts, buildTexts };
  const examination = { found, chips: reading.chips, facts, checks, refusal };
  const kind = flashableKind(found);
  if (refusal !== undefined || app === undefined || kind === undefined) return examination;
  const warnings = checks
    .filter(({ outcome }) => outcome === "warned")
    .map(({ finding }) => finding);
  const { chips, writes } = reading;
  const image: FirmwareImage = { kind, chips, fileName, app, bootloader, writes, warnings };
  return { ...examination, image };
};

const flashableKind = ({ kind }: FirmwareKind): FlashableKind | undefined =>
  kind === "uf2" || kind === "app-rbl" || kind === "bootloader-and-app" ? kind : undefined;

const readFound = (
  bytes: Uint8Array,
  found: FirmwareKind,
  request: ExamineRequest,
  list: Checklist,
): CodeReading => {
  switch (found.kind) {
    case "uf2":
      list.pass("content", "is a UF2 file.");
      return examineUf2(bytes, request, list);
    case "app-rbl":
      list.pass("content", "is an app in its RBL container.");
      return examineApp(bytes, found.codeKey, request, list);
    case "bootloader-and-app":
      list.pass("content", tellQio(found));
      return examineQio(bytes, found, request, list);
    case "app-without-header":
      return examineBareApp(bytes, found, request, list);
    default:
      list.fail("content", refusalOf(bytes, found, request));
      return readRefused(bytes, found, request, list);
  }
};

/** A dump of another size than the chip's flash is not cloned either. */
const refusalOf = (bytes: Uint8Array, found: RefusedKind, { chip }: ExamineRequest): Refusal => {
  if (found.kind !== "full-dump" || chip === undefined) return { code: "wrong-kind", found };
  const { marking, flashSizes } = chip;
  return flashSizes.includes(bytes.length)
    ? { code: "wrong-kind", found }
    : { code: "dump-size", chip: marking, bytes: bytes.length, flashSizes };
};

const tellQio = ({ padding }: { readonly padding?: number }): string =>
  padding === undefined
    ? "is a bootloader+app (QIO) file."
    : `is a bootloader+app (QIO) file, padded with ${padding} bytes of FF, which are not written.`;

/** What can still be told of a file that is none for a jig. */
const readRefused = (
  bytes: Uint8Array,
  found: FirmwareKind,
  request: ExamineRequest,
  list: Checklist,
): CodeReading => {
  switch (found.kind) {
    case "full-dump":
      return examineQio(bytes, found, request, list);
    case "bootloader": {
      const bootloader = examineCode({ part: "bootloader", start: 0, stored: bytes }, list);
      return { ...NOTHING, facts: { codeKey: found.codeKey, bootloader } };
    }
    case "ota-rbl":
    case "tuya-ug":
      return { ...NOTHING, facts: examineUpdate(bytes, found, list) };
    default:
      return NOTHING;
  }
};

const textsOf = ({ facts: { app, codeKey }, writes }: CodeReading): readonly string[] => {
  const stored = writes.find(({ part }) => part === "app");
  if (app === undefined || codeKey === undefined || stored === undefined) return [];
  return buildTextsIn(stored.bytes, app.codeBytes, codeKey);
};
