import type { Checklist } from "./checklist.ts";
import { examineUpdate } from "./examine-update.ts";
import type { FileFacts } from "./file-facts.ts";
import { recognise } from "./recognise.ts";
import type { Uf2Block } from "./uf2-block.ts";
import type { Partitions } from "./uf2-partitions.ts";
import { collectWrites } from "./uf2-writes.ts";

/**
 * Checks the package for over-the-air update that a UF2 carries along: no jig writes it, and yet a
 * file with a damaged one was changed since it was built.
 */
export const examineUf2Update = (
  blocks: readonly Uf2Block[],
  partitions: Partitions,
  list: Checklist,
): Pick<FileFacts, "update" | "wrapper"> => {
  const writes = collectWrites(blocks, partitions, "deviceSingle");
  if ("fault" in writes) {
    // A place the table does not know harms nobody: the device looks it up in its own.
    if (writes.fault === "unknown-partition") {
      list.warn("update", "carries something for over-the-air update and does not say where to.");
    } else list.fail("update", { code: "bad-uf2", fault: writes });
    return {};
  }
  const [update] = writes;
  if (update === undefined) {
    list.miss("update", "carries no package for over-the-air update, and needs none.");
    return {};
  }
  const found = recognise(update.bytes);
  if (found.kind === "ota-rbl" || found.kind === "tuya-ug") {
    const facts = examineUpdate(update.bytes, found, list);
    return facts.update === undefined
      ? facts
      : { ...facts, update: { ...facts.update, at: update.start } };
  }
  if (found.kind === "damaged-rbl") list.fail("update", { code: "bad-update", fault: "header" });
  else list.warn("update", "carries something for over-the-air update that is no known package.");
  return {};
};
