import { boardsFor } from "../chips/bootloader-pairs.ts";
import type { CarriedBootloader } from "../firmware/carried-bootloader.ts";
import type { FileFacts, Uf2Facts, UpdateFacts } from "../firmware/file-facts.ts";
import type { CodeFacts } from "../firmware/firmware-image.ts";
import { unixTime } from "./unix-time.ts";

type Field = readonly [name: string, text: string];

/** Whether boards keep their own bootloader in place of the one a file brings. */
export type OwnBootloader = "kept" | "unconcerned";

/** What a file says of itself, as fields of the page. */
export const describeFacts = (facts: FileFacts, ownBootloader: OwnBootloader): readonly Field[] => {
  const { app, carried, bootloader, buildTexts = [], uf2, update, wrapper } = facts;
  return [
    ...(app === undefined ? [] : [["version", versionWords(app)] as const]),
    ...buildTexts.map((text, index): Field => [index === 0 ? "build" : "", text]),
    ...(uf2 === undefined ? [] : uf2Fields(uf2)),
    ...(carried === undefined
      ? []
      : [["bootloader", bootloaderWords(carried, bootloader, ownBootloader)] as const]),
    ...(wrapper === undefined ? [] : [["wrapper", `version ${wrapper.version}`] as const]),
    ...(update === undefined ? [] : [["update", updateWords(update)] as const]),
  ];
};

const versionWords = ({ version, builtAt }: Pick<CodeFacts, "version" | "builtAt">): string =>
  `${version === "" ? "none" : version}, built ${unixTime(builtAt)}`;

const uf2Fields = ({ board, device, libreTiny, firmware, version }: Uf2Facts): Field[] => {
  const maker = [device, libreTiny].filter((text) => text !== undefined).join(" ");
  const named = [firmware, version].filter((text) => text !== undefined).join(" ");
  const fields: Field[] = [];
  if (named !== "") fields.push(["firmware", named]);
  if (board !== undefined) fields.push(["board", maker === "" ? board : `${board}, by ${maker}`]);
  return fields;
};

/** An app may not start behind another bootloader than it was built with: the name is worth a look. */
const bootloaderWords = (
  { name, fingerprint }: CarriedBootloader,
  header: CodeFacts | undefined,
  own: OwnBootloader,
): string => {
  const built = header === undefined ? "" : `, built ${unixTime(header.builtAt)}`;
  const told = `${name ?? "tells no name"}, fingerprint ${fingerprint}${built}`;
  if (own === "unconcerned") return told;
  const boards = boardsFor(name);
  const known =
    boards.length === 0 ? "" : `; it is known to start on boards with ${boards.join(" or ")}`;
  return `${told}. A board whose own is another may not start this app${known}`;
};

const updateWords = ({ version, builtAt, forChips, bytes, unpackedBytes }: UpdateFacts): string => {
  const made = forChips === undefined ? "" : `, for ${forChips}`;
  return `${versionWords({ version, builtAt })}${made}, ${bytes} bytes, ${unpackedBytes} unpacked`;
};
