import { findBadBlock, findUnwrittenBlock } from "./code-block.ts";
import type { CodePart } from "./code-part.ts";
import { findRblHeader } from "./find-rbl.ts";
import type { CodeFacts } from "./firmware-image.ts";
import { findBodyFault, storedBodyBytes } from "./rbl-body.ts";
import { STORED_HEADER_BYTES } from "./rbl-header.ts";
import type { Refusal } from "./refusal.ts";

/** A part of an image as flash would hold it. */
export interface StoredPart {
  readonly part: CodePart;
  /** Flash address of its first byte. */
  readonly start: number;
  readonly stored: Uint8Array;
}

/** What a sound part says of itself. */
export interface SoundCode {
  readonly facts: CodeFacts;
  /** Flash address of the RBL header. */
  readonly headerAt: number;
}

/** A sound part, by its header or at least (`undefined`) by its blocks; or what is wrong with it. */
export type CodeCheck =
  | { readonly ok: true; readonly code: SoundCode | undefined }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Checks all that a part carries checks for: every block's CRC-16, the RBL header, the body's CRC-32
 * and hash, and that nothing follows the header.
 */
export const checkCode = ({ part, start, stored }: StoredPart): CodeCheck => {
  const search = findRblHeader(stored, part);
  const headerAt = search.kind === "none" ? stored.length : search.at;
  const badBlock = findBadBlock(stored, 0, headerAt);
  if (badBlock !== undefined) {
    return refuse({ code: "bad-block", part, address: start + badBlock });
  }
  if (search.kind === "none") return { ok: true, code: undefined };
  if (search.kind === "damaged") {
    return refuse({ code: "bad-header", part, address: start + headerAt, fault: search.fault });
  }
  const behind = findData(stored, headerAt + STORED_HEADER_BYTES);
  if (behind !== undefined) return refuse({ code: "data-behind-header", address: start + behind });
  const fault = findBodyFault(stored, headerAt, search.header);
  if (fault !== undefined) return refuse({ code: "bad-body", part, fault });
  // A block of FF that lost its CRC-16 holds the same code, and yet the CPU could not fetch it.
  const unwritten = findUnwrittenBlock(stored, 0, storedBodyBytes(search.header));
  if (unwritten !== undefined) {
    return refuse({ code: "bad-block", part, address: start + unwritten });
  }
  const { version, builtAt, packageBytes: codeBytes } = search.header;
  return {
    ok: true,
    code: { facts: { version, builtAt, codeBytes }, headerAt: start + headerAt },
  };
};

const refuse = (refusal: Refusal): CodeCheck => ({ ok: false, refusal });

const findData = (stored: Uint8Array, from: number): number | undefined => {
  const offset = stored.subarray(from).findIndex((byte) => byte !== 0xff);
  return offset < 0 ? undefined : from + offset;
};
