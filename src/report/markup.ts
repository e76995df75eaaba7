/** Text that is already HTML. Everything else that enters a template is escaped. */
export interface Markup {
  readonly html: string;
}

export type Fragment = string | number | Markup | null | readonly Fragment[];

/** `markup` templates escape every interpolated string and number, so that no name in a scenario can break the page. */
export function markup(strings: TemplateStringsArray, ...fragments: readonly Fragment[]): Markup {
  let html = strings[0] ?? '';
  fragments.forEach((fragment, index) => {
    html += render(fragment) + (strings[index + 1] ?? '');
  });
  return { html };
}

/** For HTML that this program made itself, such as a chart; never for anything that a user wrote. */
export function trusted(html: string): Markup {
  return { html };
}

function render(fragment: Fragment): string {
  if (fragment === null) return '';
  if (typeof fragment === 'string') return escapeText(fragment);
  if (typeof fragment === 'number') return String(fragment);
  if (isMarkup(fragment)) return fragment.html;
  return fragment.map(render).join('');
}

function isMarkup(fragment: Markup | readonly Fragment[]): fragment is Markup {
  return 'html' in fragment;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** The text of markup whose tags only give words their weight. */
export function plainText({ html }: Markup): string {
  const text = html
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return Object.entries(ENTITIES)
    .reduce(
      // The ampersand comes last: an entity in the text itself is none.
      (result, [character, entity]) => (character === '&' ? result : result.replaceAll(entity, character)),
      text,
    )
    .replaceAll('&amp;', '&');
}
