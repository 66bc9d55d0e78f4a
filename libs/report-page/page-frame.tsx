import { createHash } from "node:crypto";
import { renderToStaticMarkup } from "react-dom/server";
import { PAGE_STYLE } from "./page-style.ts";

/** Nothing may be loaded, run or sent; the one style is known by its hash. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(PAGE_STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** All before the content of the page: HTML that is XML, too. */
export const pageBegin = (title: string): string => {
  const head = renderToStaticMarkup(
    <>
      <meta charSet="utf-8" />
      <meta httpEquiv="Content-Security-Policy" content={POLICY} />
      <meta name="referrer" content="no-referrer" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="generator" content="flashline" />
      <title>{title}</title>
    </>,
  );
  // The style is ours and is to stay as it is: escaped, it would be another.
  return `<!DOCTYPE html>\n<html lang="en">\n<head>\n${head}\n<style>${PAGE_STYLE}</style>\n</head>\n<body>\n`;
};

/** What ends the page. */
export const PAGE_END = "</body>\n</html>\n";
