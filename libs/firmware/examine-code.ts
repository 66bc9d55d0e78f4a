import { hexAddress } from "../bytes/hex.ts";
import type { Checklist } from "./checklist.ts";
import { findBadBlock, findUnwrittenBlock } from "./code-block.ts";
import type { CodePart } from "./code-part.ts";
import { findRblHeader } from "./find-rbl.ts";
import type { CodeFacts } from "./firmware-image.ts";
import { findBodyFault, storedBodyBytes } from "./rbl-body.ts";
import { type RblHeader, STORED_HEADER_BYTES } from "./rbl-header.ts";

/** A part of an image as flash would hold it. */
export interface StoredPart {
  readonly part: CodePart;
  /** Flash address of its first byte. */
  readonly start: number;
  readonly stored: Uint8Array;
}

/**
 * Checks all that a part carries checks for: every block's CRC-16, the RBL header, that nothing
 * follows it, and the body's CRC-32 and hash. An app without header is refused, as one cut short
 * looks the same. Gives what its header says, if it has a readable one.
 */
export const examineCode = (stored: StoredPart, list: Checklist): CodeFacts | undefined => {
  const search = findRblHeader(stored.stored, stored.part);
  const headerAt = search.kind === "none" ? stored.stored.length : search.at;
  checkBlocks(stored, headerAt, list);
  if (search.kind !== "found") {
    explainHeader(stored, search, list);
    return undefined;
  }
  const { part, start } = stored;
  const place = hexAddress(start + headerAt);
  list.pass(`${part}-header`, `has a sound RBL header of its ${part}, for flash address ${place}.`);
  checkEnd(stored, headerAt, list);
  checkBody(stored, headerAt, search.header, list);
  const { version, builtAt, packageBytes, rawBytes, bodyCrc32, bodyFnv1a } = search.header;
  const sums = { rawBytes, bodyCrc32, bodyFnv1a };
  return { version, builtAt, codeBytes: packageBytes, headerAt: start + headerAt, ...sums };
};

const checkBlocks = ({ part, start, stored }: StoredPart, end: number, list: Checklist): void => {
  const bad = findBadBlock(stored, 0, end);
  if (bad !== undefined) {
    list.fail(`${part}-blocks`, { code: "bad-block", part, address: start + bad });
  } else list.pass(`${part}-blocks`, `has the right CRC-16 in every block of its ${part}.`);
};

type Unfound = Exclude<ReturnType<typeof findRblHeader>, { readonly kind: "found" }>;

const explainHeader = ({ part, start }: StoredPart, search: Unfound, list: Checklist): void => {
  if (search.kind === "damaged") {
    const address = start + search.at;
    list.fail(`${part}-header`, { code: "bad-header", part, address, fault: search.fault });
  } else if (part === "app") list.fail("app-header", { code: "no-header" });
  else list.miss("bootloader-header", "has no RBL header of its bootloader: nothing sums it up.");
};

const checkEnd = ({ part, start, stored }: StoredPart, headerAt: number, list: Checklist): void => {
  const from = headerAt + STORED_HEADER_BYTES;
  const offset = stored.subarray(from).findIndex((byte) => byte !== 0xff);
  if (offset < 0) list.pass(`${part}-end`, `holds nothing behind its ${part}'s RBL header.`);
  else list.fail(`${part}-end`, { code: "data-behind-header", address: start + from + offset });
};

const checkBody = (
  { part, start, stored }: StoredPart,
  headerAt: number,
  header: RblHeader,
  list: Checklist,
): void => {
  const { packageBytes } = header;
  const fault = findBodyFault(stored, headerAt, header);
  // A block of FF that lost its CRC-16 holds the same code, and yet the CPU could not fetch it.
  const unwritten =
    fault === undefined ? findUnwrittenBlock(stored, 0, storedBodyBytes(packageBytes)) : undefined;
  if (fault !== undefined) list.fail(`${part}-body`, { code: "bad-body", part, fault });
  else if (unwritten !== undefined) {
    list.fail(`${part}-body`, { code: "bad-block", part, address: start + unwritten });
  } else {
    const what = `${packageBytes} bytes, CRC-32 and hash`;
    list.pass(`${part}-body`, `has the ${part} its RBL header was made for: ${what}.`);
  }
};
