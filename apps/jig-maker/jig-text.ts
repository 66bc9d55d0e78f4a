import { Document, isCollection, isMap, isScalar, isSeq } from "yaml";
import { printable } from "../../libs/failure/printable.ts";

/** A nest for a jig file, and what is said above it. */
export interface WrittenNest {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly comments: readonly string[];
}

/** A jig file that is yet to be written. */
export interface JigPage {
  readonly comments: readonly string[];
  /** Fields of the jig but for its nests. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly nests: readonly WrittenNest[];
  /** Said at the end: nests and ports of which too little is known. */
  readonly remarks: readonly string[];
}

/** As YAML comments, whatever is in them. */
const asComment = (lines: readonly string[]): string =>
  lines.map((line) => ` ${printable(line)}`).join("\n");

/** A jig file as text, with comments: fields below each other, blocks such as `power` in one line. */
export const formatJig = ({ comments, fields, nests, remarks }: JigPage): string => {
  const document = new Document({ ...fields, fixtures: nests.map((nest) => nest.fields) });
  document.commentBefore = asComment(comments);
  const list = document.get("fixtures");
  if (isSeq(list)) {
    for (const [at, item] of list.items.entries()) {
      if (!isMap(item)) continue;
      item.commentBefore = asComment(nests[at]?.comments ?? []) || null;
      for (const { value } of item.items) if (isCollection(value)) value.flow = true;
      const [first] = item.items;
      if (at > 0 && isScalar(first?.key)) item.spaceBefore = true;
    }
  }
  const tail = remarks.map((remark) => `# ${printable(remark)}\n`).join("");
  return `${document.toString({ lineWidth: 0 })}${tail === "" ? "" : `\n${tail}`}`;
};
