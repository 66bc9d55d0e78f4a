import type { Chip } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import { readBootloaderTable } from "./bootloader-table.ts";
import { describeCarried } from "./carried-bootloader.ts";
import type { Checklist } from "./checklist.ts";
import type { CodeKeyName } from "./code-key.ts";
import { APP_START, originOf } from "./code-part.ts";
import type { CodeReading } from "./code-reading.ts";
import type { ExamineRequest } from "./examination.ts";
import { examineCode } from "./examine-code.ts";
import { findRblHeader } from "./find-rbl.ts";
import type { CodeFacts } from "./firmware-image.ts";
import { judgeOrigin, layoutChip } from "./judge-origin.ts";
import { chipsOf, nameOrigin } from "./name-origin.ts";
import { findBodyFault } from "./rbl-body.ts";
import { STORED_HEADER_BYTES } from "./rbl-header.ts";

/** A bootloader+app file as recognition found it. */
export interface RecognisedQio {
  readonly kind: "bootloader-and-app" | "full-dump";
  readonly bootloaderKey: CodeKeyName;
  readonly codeKey: CodeKeyName;
  readonly padding?: number;
}

/** Checks a bootloader+app file, whose bytes are the flash's from 0 on, or the code of a full dump. */
export const examineQio = (
  bytes: Uint8Array,
  found: RecognisedQio,
  { chip: wanted }: ExamineRequest,
  list: Checklist,
): CodeReading => {
  const area = bytes.subarray(0, APP_START);
  const whole = bytes.subarray(APP_START, bytes.length - (found.padding ?? 0));
  const stored = found.kind === "full-dump" ? withoutData(bytes) : whole;
  const bootloader = examineCode({ part: "bootloader", start: 0, stored: area }, list);
  const app = examineCode({ part: "app", start: APP_START, stored }, list);
  const bootloaderOrigin = originOf(area, 0, "bootloader", found.bootloaderKey);
  const origin = originOf(stored, 0, "app", found.codeKey);
  const names = { bootloader: nameOrigin(bootloaderOrigin), app: nameOrigin(origin) };
  if (names.bootloader !== names.app) list.fail("parts", { code: "parts-disagree", ...names });
  else list.pass("parts", "has a bootloader and an app for the same chip.");
  const chips = judgeOrigin({ origin, wanted }, list);
  const chip = layoutChip(wanted, chips) ?? CHIPS.bk7231n;
  // Its own chip's: what a board with it tells does not depend on what the file is wanted for.
  const builtFor = layoutChip(undefined, chipsOf(bootloaderOrigin)) ?? chip;
  if (app !== undefined) checkEndOfApp(app, area, chip, list);
  return {
    chips,
    facts: { codeKey: found.codeKey, bootloader, app, carried: describeCarried(area, builtFor) },
    writes: [
      { part: "bootloader", start: 0, bytes: area },
      { part: "app", start: APP_START, bytes: whole },
    ],
  };
};

/**
 * Some release images end before the place where bootloaders look for the app's header, and run. None
 * may reach past the partition that its own bootloader has for the app: what follows is others'.
 */
const checkEndOfApp = (
  { headerAt }: CodeFacts,
  area: Uint8Array,
  chip: Chip,
  list: Checklist,
): void => {
  const partition = readBootloaderTable(area).find(({ name }) => name === "app");
  if (partition === undefined) {
    list.miss("place", "has a bootloader without partition table: its app may be of any length.");
    return;
  }
  if (headerAt + STORED_HEADER_BYTES > partition.end) {
    const [expected] = chip.image.appHeadersAt;
    list.fail("place", { code: "misplaced-header", address: headerAt, expected });
  } else {
    list.pass("place", "has an app inside the partition its own bootloader has for it.");
  }
};

/**
 * The app of a dump up to its header: what follows is the board's data, and no part of the code. On a
 * board flashed more than once an older app's header may stand behind: then the first one counts, if it
 * is that of the code.
 */
const withoutData = (bytes: Uint8Array): Uint8Array => {
  const rest = bytes.subarray(APP_START);
  const first = findRblHeader(rest, "app", "first");
  const isOfTheCode =
    first.kind === "found" && findBodyFault(rest, first.at, first.header) === undefined;
  const search = isOfTheCode ? first : findRblHeader(rest, "app");
  return search.kind === "none" ? rest : rest.subarray(0, search.at + STORED_HEADER_BYTES);
};
