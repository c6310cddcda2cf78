//! Checks before a page is published: what it would do better, said with what to do.

use super::content::{Block, Content, Span, Words, images};
use super::image::{MOST_IMAGES, MOST_WEIGHT, Picture, Pictures};
use super::typing;
use crate::i18n::Lang;

/// What a good page would do better: language and text key.
pub fn advice(content: &Content, pictures: &Pictures) -> Vec<(Lang, &'static str)> {
    let mut found = Vec::new();
    for lang in Lang::all() {
        let text = content.exact(lang);
        if text.is_empty() {
            continue;
        }
        if text.title.chars().count() > 60 {
            found.push((lang, "cms-advice-title-long"));
        }
        if text.summary.is_empty() {
            found.push((lang, "cms-advice-summary"));
        }
        let levels: Vec<u8> = text
            .body
            .iter()
            .filter_map(|b| match b {
                Block::Heading { level, .. } => Some(*level),
                _ => None,
            })
            .collect();
        if levels.first() == Some(&3) {
            found.push((lang, "cms-advice-headings"));
        }
        if text.body.iter().zip(text.body.iter().skip(1).map(Some).chain([None])).any(is_bare) {
            found.push((lang, "cms-advice-heading-empty"));
        }
        let length = typing::write(&text.body).len();
        if levels.is_empty() && length > 3_000 {
            found.push((lang, "cms-advice-headings-none"));
        }
        if links(&text.body).any(|words| is_vague(&words)) {
            found.push((lang, "cms-advice-links"));
        }
        if links(&text.body).any(|words| words.contains("://") || words.starts_with("www.")) {
            found.push((lang, "cms-advice-link-address"));
        }
        if length > 12_000 {
            found.push((lang, "cms-advice-weight"));
        }
        let shown = images(&text.body);
        let known: Vec<&Picture> = shown.iter().filter_map(|n| pictures.get(n)).collect();
        if known.len() < shown.len() {
            found.push((lang, "cms-advice-image-gone"));
        }
        if known.iter().any(|p| p.lacks_alt(lang)) {
            found.push((lang, "cms-advice-image-alt"));
        }
        if shown.len() > MOST_IMAGES || known.iter().map(|p| p.weight).sum::<i64>() > MOST_WEIGHT {
            found.push((lang, "cms-advice-images-heavy"));
        }
    }
    found
}

/// A heading with nothing under it: the end, or another heading that is not below it.
fn is_bare((block, next): (&Block, Option<&Block>)) -> bool {
    match (block, next) {
        (Block::Heading { .. }, None) => true,
        (Block::Heading { level, .. }, Some(Block::Heading { level: next, .. })) => next <= level,
        _ => false,
    }
}

fn links(body: &[Block]) -> impl Iterator<Item = String> {
    let words = body.iter().flat_map(|block| -> Vec<&Words> {
        match block {
            Block::Paragraph { words } | Block::Callout { words, .. } => vec![words],
            Block::List { items, .. } => items.iter().collect(),
            Block::Details { body, .. } => body.iter().collect(),
            Block::Table { rows, .. } => rows.iter().flatten().collect(),
            _ => Vec::new(),
        }
    });
    words.flatten().filter_map(|span| match span {
        Span::Link { text, .. } => Some(text.clone()),
        _ => None,
    })
}

/// Words that say nothing to somebody who hears only the links of a page.
fn is_vague(words: &str) -> bool {
    let words = words.trim().trim_end_matches(['.', '!']).to_lowercase();
    [
        "here",
        "click here",
        "read more",
        "more",
        "link",
        "hier",
        "klik hier",
        "lees meer",
        "meer",
        "skakel",
    ]
    .contains(&words.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::content::Text;
    use super::super::image::tests::picture;
    use super::*;

    fn content(texts: &[(&str, &str, &str)]) -> Content {
        let text = |summary: &str, body: &str| Text {
            title: "T".into(),
            summary: summary.into(),
            body: typing::read(body),
            ..Text::default()
        };
        Content { texts: texts.iter().map(|(l, s, b)| ((*l).to_owned(), text(s, b))).collect() }
    }

    fn keys(content: &Content, pictures: &Pictures) -> Vec<&'static str> {
        advice(content, pictures).into_iter().map(|a| a.1).collect()
    }

    #[test]
    fn a_page_is_told_what_it_would_do_better() {
        let none = Pictures::new();
        let first = content(&[("en", "", "### Small\n\nFor more click [here](/p/x).")]);
        let wanted = ["cms-advice-summary", "cms-advice-headings", "cms-advice-links"];
        assert_eq!(keys(&first, &none), wanted);
        let long = format!(
            "{} [https://x.example/](https://x.example/)",
            "Many words in a row. ".repeat(200)
        );
        let second = content(&[("en", "S", &long), ("af", "S", "## Kop\n\n## Nog een\n\nTeks.")]);
        let mut found = keys(&second, &none);
        found.sort_unstable();
        let wanted =
            ["cms-advice-heading-empty", "cms-advice-headings-none", "cms-advice-link-address"];
        assert_eq!(found, wanted);
    }

    #[test]
    fn pictures_that_say_nothing_are_gone_or_are_heavy_are_told_of() {
        let pictures: Pictures = [(1, picture(1)), (2, picture(2))].into();
        let body = "Words.\n\nimage: 1";
        let both = content(&[("en", "S", body), ("af", "S", body)]);
        assert_eq!(advice(&both, &pictures), [(Lang::af(), "cms-advice-image-alt")]);
        let heavy = content(&[("en", "S", "Words.\n\nimage: 1\n\nimage: 2")]);
        assert_eq!(keys(&heavy, &pictures), ["cms-advice-images-heavy"]);
        let gone = content(&[("en", "S", "Words.\n\nimage: 3")]);
        assert_eq!(keys(&gone, &pictures), ["cms-advice-image-gone"]);
    }
}
