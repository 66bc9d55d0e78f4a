import { buildFactoryFlash, buildQio } from "../../libs/firmware/build-image.ts";
import {
  type Bad,
  type BadCase,
  badOption,
  GOOD_APP,
  GOOD_RECIPE,
  testRefusals,
} from "./bad-lot.ts";

const QIO_T = buildQio({ chip: "bk7231t", seed: 8, bytes: 20_000, version: "1.0.8" });

const badRecipe = (change: object): Bad => ({ recipe: { ...GOOD_RECIPE, ...change } });

const RECIPES: readonly BadCase[] = [
  [
    "no recipe",
    badOption("--recipe", null),
    "jig.yaml:5:5: fixtures[0].recipe:",
    "Give run --recipe FILE",
  ],
  ["no recipe file", badOption("--recipe", "no.yaml"), "no.yaml:", "Check the name"],
  [
    "an unknown chip",
    badRecipe({ chip: "bk7231x" }),
    "recipe.yaml:3:3: chip:",
    'Did you mean "bk7231n"?',
  ],
  [
    "a text both expected and forbidden",
    badRecipe({ boot: { on: "log", expect: ["app ready"], never: ["ready"] } }),
    "boot.never:",
    "no board could pass",
  ],
  ["an odd rate", badRecipe({ baud: 12345 }), "baud:", "Rates: 115200,"],
  [
    "a T's bootloader to be written",
    { ...badRecipe({ chip: "bk7231t", bootloader: "write" }), image: QIO_T },
    "bootloader:",
    "Use keep.",
  ],
  ["a backup by name", badRecipe({ backup: "copies" }), "backup:", "Give true or false."],
  [
    "a time without unit",
    badRecipe({ boot: { on: "log", expect: "up", within: 5 } }),
    "boot.within:",
    "such as 5s or 800ms",
  ],
  [
    "a boot line, and no log port",
    badRecipe({ boot: { on: "log", expect: "up" } }),
    "jig.yaml:5:5: fixtures[0].logPort:",
    "Wire UART2",
  ],
  [
    "no image file",
    badRecipe({ images: [{ file: "no.rbl" }] }),
    "no.rbl: does not exist.",
    "Put it beside the recipe",
  ],
  [
    "an image of another hash",
    badRecipe({ images: [{ file: "app.rbl", sha256: "00".repeat(32) }] }),
    "recipe.yaml:7:7: images[0].sha256:",
    "Put that file back",
  ],
  [
    "one image twice",
    badRecipe({ images: [{ file: "app.rbl" }, { file: "app.rbl" }] }),
    "images[1]: ",
    "Leave one of the two out",
  ],
  [
    "an empty image",
    { image: new Uint8Array(0) },
    "app.rbl: is empty.",
    "Give the build's firmware.uf2",
  ],
  [
    "an image that is none",
    { image: new Uint8Array(5000).fill(7) },
    "app.rbl: is nothing",
    "Give the build's firmware.uf2",
  ],
  [
    "a torn image",
    { image: GOOD_APP.subarray(0, -60) },
    "app.rbl: is an app cut short",
    "Copy or build the file again.",
  ],
  [
    "a whole dump",
    { image: buildFactoryFlash({ chip: "bk7231n", seed: 9, mac: "c8478c000009" }) },
    "app.rbl: is a dump of one board's whole flash",
    "Give the build's firmware.uf2",
  ],
  [
    "a good image at another place",
    badRecipe({ images: [{ file: "app.rbl", at: 0x10000 }] }),
    "app.rbl: belongs at flash address 0x011000, but the recipe puts it at 0x010000",
    "Take `at` out of the recipe",
  ],
  [
    "a spoilt image",
    { image: GOOD_APP.map((byte, at) => (at === 5000 ? byte ^ 1 : byte)) },
    "app.rbl: is damaged",
    "Copy or build the file again.",
  ],
];

testRefusals(RECIPES);
