//! The one renderer of stored blocks: previews, public pages and feeds all use it. It writes a fixed set of elements without
//! any attribute that an editor chose, escapes every word, and checks every address again.

use std::collections::HashMap;
use std::fmt::Write;

use super::content::{Block, Span, Tone, Words, is_code, is_link, is_number, is_path};
use super::image::{FOCUSES, Picture, Pictures};
use crate::i18n::{self, Lang};
use crate::site::tel;
use crate::web::page::Page;

/// What the blocks of one page need beside their words.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// Titles of linked pages that the public can read, by path, with the language they are in.
    pub titles: HashMap<String, (Lang, String)>,
    /// Newest incidents of each list, by the position of its block: address, title, line below.
    pub incidents: HashMap<usize, Vec<(String, String, String)>>,
    /// Areas by code: name, and the address of its drawn map.
    pub maps: HashMap<String, (String, String)>,
    /// Pictures by number.
    pub pictures: Pictures,
}

/// A body as markup. Made here alone, of escaped words.
pub struct Html(String);

impl std::fmt::Display for Html {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// The headings of level 2 with their ids, for the table of contents.
pub fn contents(blocks: &[Block]) -> Vec<(String, String)> {
    let headings = blocks.iter().enumerate().filter_map(|(at, block)| match block {
        Block::Heading { level: 2, text } => Some((format!("s{at}"), text.clone())),
        _ => None,
    });
    headings.collect()
}

/// Writes the blocks as markup; `lang` is the language of links and lists.
pub fn render(page: &Page, lang: Lang, blocks: &[Block], extras: &Extras) -> Html {
    let mut out = String::new();
    for (at, block) in blocks.iter().enumerate() {
        write_block(&mut out, page, lang, (at, block), extras);
        out.push('\n');
    }
    Html(out)
}

fn write_block(
    out: &mut String,
    page: &Page,
    lang: Lang,
    (at, block): (usize, &Block),
    extras: &Extras,
) {
    match block {
        Block::Heading { level, text } => {
            let level = if *level == 3 { 3 } else { 2 };
            let _ = write!(out, "<h{level} id=\"s{at}\">{}</h{level}>", escape(text));
        }
        Block::Paragraph { words } => {
            let _ = write!(out, "<p>{}</p>", inline(lang, words));
        }
        Block::List { numbered, items } => {
            let tag = if *numbered { "ol" } else { "ul" };
            let items: String =
                items.iter().map(|i| format!("<li>{}</li>", inline(lang, i))).collect();
            let _ = write!(out, "<{tag}>{items}</{tag}>");
        }
        Block::Callout { tone, words } => {
            let (class, icon) = match tone {
                Tone::Info => ("", "info"),
                Tone::Warning => ("warn", "warning"),
                Tone::Danger => ("bad", "warning"),
            };
            let icon = page.icon(icon);
            let words = inline(lang, words);
            let _ =
                write!(out, "<div class=\"note {class}\">{icon}<div><p>{words}</p></div></div>");
        }
        Block::Phones { rows } => {
            out.push_str("<ul class=\"sos\">");
            for (whose, number) in rows.iter().filter(|(_, n)| is_number(n)) {
                let tel = tel(number);
                let (whose, number) = (escape(whose), escape(number));
                let _ = write!(out, "<li><a href=\"tel:{tel}\">{whose} <b>{number}</b></a></li>");
            }
            out.push_str("</ul>");
        }
        Block::Details { summary, body } => {
            let body: String = body.iter().map(|w| format!("<p>{}</p>", inline(lang, w))).collect();
            let summary = escape(summary);
            let _ =
                write!(out, "<details class=\"more\"><summary>{summary}</summary>{body}</details>");
        }
        Block::Table { head, rows } => write_table(out, lang, head, rows),
        Block::Pages { paths } => {
            out.push_str("<ul>");
            for path in paths.iter().filter(|p| is_path(p)) {
                if let Some((in_lang, title)) = extras.titles.get(path) {
                    let (locale, title) = (in_lang.locale(), escape(title));
                    let _ = write!(
                        out,
                        "<li><a href=\"/{lang}/p/{path}\" lang=\"{locale}\">{title}</a></li>"
                    );
                }
            }
            out.push_str("</ul>");
        }
        Block::Incidents { status, category, area } => {
            let pairs = [("status", status), ("category", category), ("area", area)];
            let pairs: Vec<String> =
                pairs.iter().filter(|(_, v)| is_code(v)).map(|(n, v)| format!("{n}={v}")).collect();
            let known = extras.incidents.get(&at);
            let rows = known.map(Vec::as_slice).unwrap_or_default();
            if rows.is_empty() && known.is_some() {
                let _ = write!(out, "<p>{}</p>", escape(&i18n::t(lang, "cms-page-no-incidents")));
            } else if !rows.is_empty() {
                out.push_str("<ul>");
                for (href, title, meta) in rows {
                    let (href, title, meta) = (escape(href), escape(title), escape(meta));
                    let _ = write!(
                        out,
                        "<li><a href=\"{href}\">{title}</a> <span class=\"meta\">{meta}</span></li>"
                    );
                }
                out.push_str("</ul>");
            }
            let all = escape(&i18n::t(lang, "cms-page-all-incidents"));
            let query = pairs.join("&amp;");
            let _ = write!(out, "<p><a href=\"/{lang}/incidents?{query}\">{all}</a></p>");
        }
        Block::Officer => write_officer(out, page),
        Block::Image { number, wide, text } => {
            if let Some(picture) = extras.pictures.get(number) {
                write_image(out, lang, picture, *wide, text);
            }
        }
        Block::Map { area } => {
            if let Some((name, src)) = extras.maps.get(area) {
                let (name, src) = (escape(name), escape(src));
                let _ = write!(
                    out,
                    "<figure><img class=\"mapbox\" src=\"{src}\" width=\"640\" height=\"420\" alt=\"{name}\" loading=\"lazy\">\
                     <figcaption>{name}</figcaption></figure>"
                );
            }
        }
    }
}

/// The browser takes the size that fits, and nothing before the reader comes near.
fn write_image(out: &mut String, lang: Lang, picture: &Picture, wide: bool, text: &str) {
    let (in_lang, alt) = picture.alt(lang);
    let foreign = in_lang != lang && !alt.is_empty();
    let foreign = if foreign { format!(" lang=\"{}\"", in_lang.locale()) } else { String::new() };
    let focus = picture.focus();
    let cut = match FOCUSES.contains(&focus.as_str()) && wide {
        true => format!(" class=\"band at-{focus}\""),
        false => String::new(),
    };
    let ((width, height), srcset, alt) = (picture.fit(640), picture.srcset(), escape(alt));
    let media = picture.media;
    let _ = write!(
        out,
        "<figure><img{cut} src=\"/media/{media}/640\" srcset=\"{srcset}\" sizes=\"(min-width: 640px) 608px, 100vw\" \
         width=\"{width}\" height=\"{height}\" alt=\"{alt}\"{foreign} loading=\"lazy\">"
    );
    if !text.is_empty() {
        let _ = write!(out, "<figcaption>{}</figcaption>", escape(text));
    }
    out.push_str("</figure>");
}

fn write_officer(out: &mut String, page: &Page) {
    let s = page.settings();
    let mut lines = Vec::new();
    if !s.officer_name.is_empty() {
        lines.push(format!("<strong>{}</strong>", escape(&s.officer_name)));
    }
    if s.officer_email.contains('@') {
        let mail = escape(&s.officer_email);
        lines.push(format!("<a href=\"mailto:{mail}\">{mail}</a>"));
    }
    if is_number(&s.officer_phone) {
        let tel = tel(&s.officer_phone);
        lines.push(format!("<a href=\"tel:{tel}\">{}</a>", escape(&s.officer_phone)));
    }
    if lines.is_empty() {
        lines.push(escape(&page.t("cms-page-no-officer")));
    }
    let _ = write!(out, "<p>{}</p>", lines.join("<br>"));
}

fn write_table(out: &mut String, lang: Lang, head: &[Words], rows: &[Vec<Words>]) {
    let cells: String =
        head.iter().map(|c| format!("<th scope=\"col\">{}</th>", inline(lang, c))).collect();
    let _ = write!(
        out,
        "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>{cells}</tr></thead><tbody>"
    );
    for row in rows {
        let cells: String = row.iter().map(|c| format!("<td>{}</td>", inline(lang, c))).collect();
        let _ = write!(out, "<tr>{cells}</tr>");
    }
    out.push_str("</tbody></table></div>");
}

fn inline(lang: Lang, words: &[Span]) -> String {
    let span = |s: &Span| match s {
        Span::Plain { text } => escape(text),
        Span::Bold { text } => format!("<strong>{}</strong>", escape(text)),
        Span::Link { text, to } if is_link(to) => {
            format!("<a href=\"{}\">{}</a>", escape(&localised(lang, to)), escape(text))
        }
        Span::Link { text, .. } => escape(text),
    };
    words.iter().map(span).collect()
}

/// The words alone, without marks.
pub fn plain(words: &[Span]) -> String {
    let text = |s: &Span| match s {
        Span::Plain { text } | Span::Bold { text } | Span::Link { text, .. } => text.clone(),
    };
    words.iter().map(text).collect()
}

/// A path of this site gets the reader's language, unless it names one or is the same in all.
fn localised(lang: Lang, to: &str) -> String {
    let first = to.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or("");
    let same = ["feeds", "api", "static", "media", "open311", "sitemap.xml", "robots.txt"]
        .contains(&first);
    if !to.starts_with('/') || same || first.parse::<Lang>().is_ok() {
        return to.to_owned();
    }
    format!("/{lang}{to}")
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_the_site_keep_the_readers_language() {
        assert_eq!(localised(Lang::af(), "/p/about"), "/af/p/about");
        assert_eq!(localised(Lang::af(), "/en/p/about"), "/en/p/about");
        assert_eq!(localised(Lang::af(), "/feeds/incidents.atom"), "/feeds/incidents.atom");
        assert_eq!(localised(Lang::af(), "https://x.example/"), "https://x.example/");
    }

    #[test]
    fn words_are_escaped_and_a_stored_bad_link_is_words_only() {
        let bad = Span::Link { text: "<b>x</b>".into(), to: "javascript:alert(1)".into() };
        assert_eq!(inline(Lang::EN, &[bad]), "&lt;b&gt;x&lt;/b&gt;");
    }
}
