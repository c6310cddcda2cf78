// Finds the pages of the site as a person would: from the home page along the links, one page of each kind. So a new page
// is tested from the day something links to it.

/** Pages that no link leads to. */
const UNLINKED = ['/nothing-here', '/report', '/register/sent', '/reset/sent', '/reset/code']
/** More kinds of pages than the site has: a crawler that runs away must end. */
const MOST = 120

/** The kind of a page: its path with what names one record taken out, and the names of its query. */
function kind(path) {
  const { pathname, searchParams } = new URL(path, 'http://site')
  const plain = pathname
    .replace(/NB-[0-9A-Z-]+/g, ':reference')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
    .replace(/\/(admin\/categories)\/(?!new)[a-z_]+/, '/$1/:code')
    .replace(/\/[A-Za-z0-9_-]{20,}/g, '/:token')
  return `${plain}?${[...searchParams.keys()].sort().join('&')}`
}

const unescape = (text) => text.replace(/&#x2f;|&#47;/gi, '/').replace(/&amp;|&#38;/g, '&').replace(/&#x3d;|&#61;/gi, '=')

/** One address of every kind of page in this language that the person on `page` may open, less the kinds in `known`. */
export async function pagesFor(role, page, lang, known = new Set()) {
  const waiting = [`/${lang}/`, ...UNLINKED.map((path) => `/${lang}${path}`)]
  const kinds = new Set(waiting.map(kind))
  const found = []
  while (waiting.length) {
    const path = waiting.shift()
    const answer = await page.request.get(path)
    // What is not there for this person is one page, the same everywhere; so are redirects to pages already known.
    if (answer.status() >= 400 && !path.endsWith('nothing-here')) continue
    if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue
    if (!known.has(kind(path))) found.push(path)
    const text = await answer.text()
    for (const [, quoted] of text.matchAll(/<a\b[^>]*?\bhref="(\/[^"#]*)/g)) {
      const link = unescape(quoted)
      if (!link.startsWith(`/${lang}/`) || kinds.has(kind(link))) continue
      kinds.add(kind(link))
      waiting.push(link)
    }
    // Two versions of a page are compared by a form, not by a link.
    const [, compare] = text.match(/<form action="(\/[^"]*\/compare)"/) ?? []
    const versions = [...text.matchAll(/name="new" value="(\d+)"/g)].map((match) => match[1])
    if (compare && !kinds.has(`/${lang}/compare`)) {
      kinds.add(`/${lang}/compare`)
      waiting.push(`${unescape(compare)}?old=${versions[versions.length - 1]}&new=${versions[0]}`)
    }
    if (found.length > MOST) throw new Error(`${role}: more than ${MOST} kinds of pages: ${found.slice(-5)}`)
  }
  for (const each of kinds) known.add(each)
  return found
}
