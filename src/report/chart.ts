import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { markup, trusted, type Fragment, type Markup } from '#src/report/markup';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** Attributes in which Plot leaves sixteen digits where a picture needs one. */
const GEOMETRY = ['d', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'width', 'height', 'cx', 'cy'];

interface SvgNode {
  readonly outerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  remove(): void;
  querySelectorAll(selector: string): Iterable<SvgNode>;
}

/** A Plot chart as static SVG. Colours are CSS variables of the page, so that it follows light, dark and print. */
export function chart(label: string, options: Plot.PlotOptions): Markup {
  const svg: SvgNode = Plot.plot({ ...options, document, className: 'chart' });
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const node of svg.querySelectorAll('*')) {
    node.removeAttribute('aria-label');
    for (const name of GEOMETRY) {
      const value = node.getAttribute(name);
      if (value !== null) node.setAttribute(name, value.replace(/-?\d+\.\d{2,}/g, rounded));
    }
  }
  const inner = svg.outerHTML.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, '');
  return drawing(label, options.width ?? 640, options.height ?? 400, trusted(inner));
}

/** An SVG as wide as its box, at most as wide as drawn: text in it never grows beyond the page's own. */
export function drawing(label: string, width: number, height: number, inner: Fragment): Markup {
  return markup`<svg class="chart" role="img" aria-label="${label}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-size="12" fill="currentColor" text-anchor="middle">${inner}</svg>`;
}

function rounded(number: string): string {
  return String(Math.round(Number(number) * 10) / 10);
}

/** The same picture drawn for a wide and for a narrow page; the style sheet shows one of them. */
export function responsive(wide: Markup, narrow: Markup): Markup {
  return markup`<div class="wide">${wide}</div><div class="narrow">${narrow}</div>`;
}
