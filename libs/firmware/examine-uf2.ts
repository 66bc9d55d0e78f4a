import type { Chip, ChipName } from "../chips/chip.ts";
import { CHIPS } from "../chips/chips.ts";
import type { Checklist } from "./checklist.ts";
import type { CodeReading } from "./code-reading.ts";
import { checkDeviceId, describeUf2 } from "./describe-uf2.ts";
import type { ExamineRequest } from "./examination.ts";
import { examineUf2App } from "./examine-uf2-app.ts";
import { examineUf2Update } from "./examine-uf2-update.ts";
import type { FileFacts } from "./file-facts.ts";
import type { Uf2Block } from "./uf2-block.ts";
import { readUf2Blocks } from "./uf2-blocks.ts";
import { nameFamily } from "./uf2-families.ts";
import type { Uf2Fault } from "./uf2-fault.ts";
import { findUf2Misplacement } from "./uf2-layout.ts";
import { checkMd5s } from "./uf2-md5.ts";
import { type Partitions, partitionsOf } from "./uf2-partitions.ts";
import { listsScheme } from "./uf2-scheme.ts";
import { UF2_TAG, type Uf2Tags } from "./uf2-tags.ts";
import { collectWrites, tagsOf, type Uf2Write } from "./uf2-writes.ts";

/**
 * Checks a UF2 file (firmware-formats.md section 3) for the "flasher single" scheme. It has no checksum
 * of its own but rare MD5s: those of the app inside are checked, and of the update it carries along.
 */
export const examineUf2 = (
  bytes: Uint8Array,
  request: ExamineRequest,
  list: Checklist,
): CodeReading => {
  const blocks = readUf2Blocks(bytes);
  if ("fault" in blocks) return unread(list, "uf2-blocks", blocks);
  const family = blocks[0]?.family ?? 0;
  list.pass(
    "uf2-blocks",
    `has all of its ${blocks.length} blocks, in order, for ${nameFamily(family)}.`,
  );
  const header = readHeader(blocks);
  if ("fault" in header) return unread(list, "uf2-format", header);
  list.pass("uf2-format", "is of LibreTiny's present UF2 format.");
  const among = chipsOfFamily(family);
  checkFamily(family, among, request.chip, list);
  const partitions = partitionsOf(header);
  const uf2 = describeUf2(blocks, header, "fault" in partitions ? new Map() : partitions);
  checkDeviceId(uf2, list);
  if ("fault" in partitions) return unread(list, "uf2-partitions", partitions, { uf2 });
  const misplaced = findUf2Misplacement(partitions, among);
  if (misplaced !== undefined) list.fail("uf2-partitions", misplaced);
  else
    list.pass("uf2-partitions", `places its partitions ${namesOf(partitions)} where they may lie.`);
  const writes = collectForFlasher(blocks, header, partitions);
  if ("fault" in writes) return unread(list, "uf2-places", writes, { uf2 });
  list.pass("uf2-places", `gives every block a place of its own inside its partition.`);
  checkMd5(blocks, list);
  const app = examineUf2App(writes, among, request, list);
  return { ...app, facts: { ...app.facts, uf2, ...examineUf2Update(blocks, partitions, list) } };
};

const unread = (
  list: Checklist,
  check: "uf2-blocks" | "uf2-format" | "uf2-partitions" | "uf2-places",
  fault: Uf2Fault,
  facts: Omit<FileFacts, "bytes"> = {},
): CodeReading => {
  list.fail(check, { code: "bad-uf2", fault });
  return { chips: [], facts, writes: [] };
};

/** The value of OTA_FORMAT_2 in the format this reader knows. */
const FORMAT = 2;

const readHeader = (blocks: readonly Uf2Block[]): Uf2Tags | Uf2Fault => {
  const [first] = blocks;
  const header = first && tagsOf(first);
  if (header === undefined) return { fault: "bad-tags", block: 0 };
  const format = header.get(UF2_TAG.otaFormat2);
  if (format === undefined) return { fault: "legacy" };
  return format[0] === FORMAT ? header : { fault: "unknown-format", format: format[0] ?? 0 };
};

const chipsOfFamily = (family: number): readonly ChipName[] =>
  Object.values(CHIPS)
    .filter(({ image }) => image.uf2Family === family)
    .map(({ name }) => name);

const checkFamily = (
  family: number,
  among: readonly ChipName[],
  wanted: Chip | undefined,
  list: Checklist,
): void => {
  const image = nameFamily(family);
  if (wanted !== undefined && !among.includes(wanted.name)) {
    list.fail("chip", { code: "wrong-chip", chip: wanted.marking, image });
  } else if (among.length === 0) list.fail("chip", { code: "unknown-chip", image });
};

const namesOf = (partitions: Partitions): string => [...partitions.keys()].join(", ");

const collectForFlasher = (
  blocks: readonly Uf2Block[],
  header: Uf2Tags,
  partitions: Partitions,
): readonly Uf2Write[] | Uf2Fault => {
  const writes = collectWrites(blocks, partitions, "flasherSingle");
  if ("fault" in writes) return writes;
  if (writes.length === 0) return { fault: "nothing-to-write" };
  const isListed = listsScheme(header.get(UF2_TAG.otaPartList), "flasherSingle");
  return isListed ? writes : { fault: "part-list" };
};

const checkMd5 = (blocks: readonly Uf2Block[], list: Checklist): void => {
  const md5 = checkMd5s(blocks);
  if ("fault" in md5) list.fail("uf2-md5", { code: "bad-uf2", fault: md5 });
  else if (md5.right > 0) list.pass("uf2-md5", `carries ${md5.right} MD5s of its data, all right.`);
  else list.miss("uf2-md5", "carries no MD5s: what it holds checks itself.");
};
