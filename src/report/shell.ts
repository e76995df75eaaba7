import type { ReportContext } from '#src/report/colophon';
import { markup, trusted, type Markup } from '#src/report/markup';
import { STYLES } from '#src/report/styles';

/** One self-contained page: opening it loads nothing from anywhere, which its own policy enforces. */
export function pageOf(
  title: string,
  { version }: ReportContext,
  sections: readonly (Markup | null)[],
): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="pinweir ${version}">
<meta name="color-scheme" content="light dark">
<title>${title} – pinweir</title>
<style>${trusted(STYLES)}</style>
</head>
<body>
<header>
<p class="brand">pinweir <span>simulation report</span></p>
<h1>${title}</h1>
</header>
<main>
${sections.flatMap((section) => (section === null ? [] : [section, trusted('\n')]))}</main>
</body>
</html>
`.html;
}
