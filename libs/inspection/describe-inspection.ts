import { markingsOf } from "../chips/chips.ts";
import { describeChecks } from "./describe-checks.ts";
import { describeDump } from "./describe-dump.ts";
import { describeFacts } from "./describe-facts.ts";
import { describePlaces } from "./describe-places.ts";
import { drawMap, type MapStyle } from "./draw-map.ts";
import type { InspectedContent, Inspection, InspectionVerdict } from "./inspection.ts";
import { drawField, type FieldHead, pageLines } from "./page-field.ts";
import type { PageRow } from "./page-row.ts";

/** The page for people: the verdict first, then what the file is, where it goes, and every check. The map fits `columns`. */
export const describeInspection = (
  inspection: Inspection,
  style: MapStyle,
  columns?: number,
): PageRow[] => {
  const { content, file, verdict, refusal } = inspection;
  const title = pageLines(file, "").map((text): PageRow => [{ text, tone: "strong" }]);
  const outcome = drawField(VERDICTS[verdict], outcomeOf(inspection));
  if (content === null) return [...title, ...outcome];
  const { checks, uses } = content;
  return [
    ...title,
    ...outcome,
    ...checks.flatMap(({ outcome, finding }) =>
      outcome === "warned" ? drawField(WARNING, `It ${finding}`) : [],
    ),
    ...fieldsOf(content).flatMap(([word, text]) => drawField({ word, tone: "dim" }, text)),
    ...(uses.length === 0 ? [] : drawMap(uses, style, columns)),
    ...describeChecks(checks, refusal?.problem),
  ];
};

const VERDICTS: Readonly<Record<InspectionVerdict, FieldHead>> = {
  flashable: { word: "FLASHABLE", tone: "pass" },
  refused: { word: "REFUSED", tone: "fail" },
  unreadable: { word: "UNREADABLE", tone: "fail" },
};

const WARNING: FieldHead = { word: "WARNING", tone: "warning" };

const outcomeOf = ({ refusal, content }: Inspection): string =>
  refusal === null
    ? `on ${markingsOf(content?.chips ?? [])}`
    : `It ${refusal.problem} ${refusal.remedy}`;

type Field = readonly [name: string, text: string];

const fieldsOf = (content: InspectedContent): readonly Field[] => {
  const { what, chips, codeKey, bytes, sha256, facts, writes, dump, uses } = content;
  const isFlashed = writes.length > 0;
  const fields: Field[] = [["what", what]];
  // Of a flashable one the verdict says it.
  if (!isFlashed && chips.length > 0) fields.push(["chip", markingsOf(chips)]);
  fields.push(...describeFacts(facts, isFlashed ? "kept" : "unconcerned"));
  if (codeKey !== null) fields.push(["code key", KEYS[codeKey]]);
  fields.push(["size", `${bytes} bytes`], ["SHA-256", sha256]);
  if (dump !== null) fields.push(...describeDump(dump));
  fields.push(...describePlaces(content));
  if (uses.length > 0)
    fields.push(["flash", `${uses.length * 4} KiB, a sign for each sector of 4 KiB`]);
  return fields;
};

const KEYS: Readonly<Record<NonNullable<InspectedContent["codeKey"]>, string>> = {
  default: "the default one, as almost every T and N has it",
  none: "none: not scrambled",
  other: "another than the default one",
};
