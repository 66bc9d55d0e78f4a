import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { writeGeneratedJournal } from "../support/generated-journal.ts";
import { CHROMIUM, HeadlessChromium } from "../support/headless-chromium.ts";
import { Workplace } from "../support/run-flashline.ts";

/** Boxes of what is drawn, and what of it could not be seen. */
const LOOK = `(() => {
  const boxOf = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + scrollX, y: y + scrollY, width, height };
  };
  return [...document.querySelectorAll("figure")].map((figure) => {
    const svg = figure.querySelector("svg");
    const frame = boxOf(svg);
    const marks = [...svg.querySelectorAll("rect:not([height='0']), circle, path, text")].map(boxOf);
    return {
      id: figure.id,
      frame,
      marks: marks.length,
      unseen: marks.filter(({ width, height }) => width === 0 || height === 0).length,
      outside: marks.filter(
        (box) =>
          box.x < frame.x - 1 ||
          box.y < frame.y - 1 ||
          box.x + box.width > frame.x + frame.width + 1 ||
          box.y + box.height > frame.y + frame.height + 1,
      ).length,
      table: figure.nextElementSibling.tagName,
    };
  });
})()`;

interface Look {
  readonly id: string;
  readonly frame: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly marks: number;
  readonly unseen: number;
  readonly outside: number;
  readonly table: string;
}

/** How many colours a picture has, and how much of it is not white; in a page that may show pictures. */
const colours = (png: string): string => `(async () => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64,${png}")).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, image.width, image.height);
  const seen = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const colour = data[at] * 65536 + data[at + 1] * 256 + data[at + 2];
    seen.set(colour, (seen.get(colour) ?? 0) + 1);
  }
  const white = seen.get(0xffffff) ?? 0;
  return { colours: seen.size, drawn: 1 - white / (image.width * image.height) };
})()`;

test.skipIf(CHROMIUM === undefined)(
  "a browser shows the page with its charts, asks for nothing and complains of nothing (needs chromium)",
  async () => {
    await using place = new Workplace();
    writeGeneratedJournal(place.path("data"), { seed: 6, runs: 1500 });
    const args = ["report", "--data", "data", "--format", "html", "-o", "report.html"];
    expect(await place.run(...args)).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    const page = pathToFileURL(place.path("report.html")).href;

    await using browser = new HeadlessChromium(CHROMIUM ?? "");
    const doings = await browser.open(page);
    const looks = (await browser.evaluate(LOOK)) as readonly Look[];
    expect(looks.map(({ id }) => id)).toEqual([
      ...["yield-over-time", "pareto", "heat-map", "cycle-times"],
    ]);
    const pictures: string[] = [];
    for (const { frame, marks, ...look } of looks) {
      expect(look).toMatchObject({ unseen: 0, outside: 0, table: "TABLE" });
      expect(marks).toBeGreaterThan(15);
      expect(Math.min(frame.width, frame.height)).toBeGreaterThan(150);
      pictures.push(await browser.picture(frame));
    }
    // Nothing is wider than the window, and everything is on some sheet of paper.
    expect(await browser.evaluate("document.body.scrollWidth <= innerWidth")).toBe(true);
    const pdf = Buffer.from(await browser.print(), "base64").toString("latin1");
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2);
    expect(doings.requests).toEqual([page]);
    expect(doings.complaints).toEqual([]);

    await browser.open("about:blank");
    for (const picture of pictures) {
      const { colours: many, drawn } = (await browser.evaluate(colours(picture))) as {
        readonly colours: number;
        readonly drawn: number;
      };
      expect(many).toBeGreaterThan(20);
      expect(drawn).toBeGreaterThan(0.03);
    }
  },
);
