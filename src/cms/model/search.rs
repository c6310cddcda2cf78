//! What a search looks for, and the piece of a text that shows why it was found.

use super::content::{Block, Text, Words};
use super::page::bare;
use super::render::plain;

/// Words of a search that count; more are left out.
const MOST_WORDS: usize = 8;

/// Letters of an excerpt, about.
const EXCERPT: usize = 180;

/// The words of what was typed: those of two letters or more, eight at most.
pub fn search_words(typed: &str) -> Vec<String> {
    let words = typed.split_whitespace().filter(|w| w.chars().count() > 1);
    words.take(MOST_WORDS).map(low).collect()
}

/// Small letters without accents.
fn low(text: &str) -> String {
    text.to_lowercase().chars().map(bare).collect()
}

/// Whether a text holds one of the words.
fn holds(text: &str, words: &[String]) -> bool {
    let text = low(text);
    words.iter().any(|word| text.contains(word.as_str()))
}

/// The first piece of a text that holds one of the words, cut to about two lines; without one, its summary.
pub fn excerpt(text: &Text, words: &[String]) -> String {
    let mut pieces = std::iter::once(text.summary.clone()).chain(text.body.iter().flat_map(pieces));
    let piece = pieces.find(|piece| holds(piece, words)).unwrap_or_else(|| text.summary.clone());
    cut(&piece, words)
}

/// The text inside a block, without marks.
fn pieces(block: &Block) -> Vec<String> {
    let all = |many: &[Words]| many.iter().map(|w| plain(w)).collect::<Vec<_>>();
    match block {
        Block::Heading { text, .. } => vec![text.clone()],
        Block::Paragraph { words } | Block::Callout { words, .. } => vec![plain(words)],
        Block::List { items, .. } => all(items),
        Block::Phones { rows } => rows.iter().map(|(w, n)| format!("{w}: {n}")).collect(),
        Block::Details { summary, body } => {
            std::iter::once(summary.clone()).chain(all(body)).collect()
        }
        Block::Table { head, rows } => {
            let mut rows: Vec<String> = rows.iter().map(|r| all(r).join(" · ")).collect();
            rows.insert(0, all(head).join(" · "));
            rows
        }
        _ => Vec::new(),
    }
}

/// Cuts between words, so that the first of the words looked for is seen.
fn cut(piece: &str, words: &[String]) -> String {
    let parts: Vec<&str> = piece.split_whitespace().collect();
    let at = parts.iter().position(|part| holds(part, words)).unwrap_or(0);
    let length: usize = parts.iter().map(|p| p.chars().count() + 1).sum();
    let from = if length <= EXCERPT { 0 } else { at.saturating_sub(8) };
    let mut out = if from > 0 { "…".to_owned() } else { String::new() };
    for (n, part) in parts[from..].iter().enumerate() {
        if out.chars().count() + part.chars().count() > EXCERPT {
            out.push('…');
            break;
        }
        if n > 0 {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::typing::read;
    use super::*;

    #[test]
    fn an_excerpt_shows_the_piece_that_holds_the_word() {
        let long = "Fill every bottle while there is pressure. ".repeat(12);
        let body = read(&format!("## Before\n\n- Charge **phones** early\n\n{long} Geyser off."));
        let text =
            Text { title: "T".into(), summary: "When it is dark.".into(), body, ..Text::default() };
        let of = |q: &str| excerpt(&text, &search_words(q));
        assert_eq!(of("phones"), "Charge phones early");
        assert_eq!(of("nothing"), "When it is dark.");
        assert!(of("GEYSER").starts_with('…') && of("geyser").contains("Geyser off."));
        assert!(of("bottle").ends_with('…') && of("bottle").chars().count() <= EXCERPT + 1);
    }

    #[test]
    fn a_search_has_at_most_eight_words() {
        assert_eq!(search_words(" a Water  LEAK "), ["water", "leak"]);
        assert_eq!(search_words(&"ab ".repeat(99)).len(), 8);
    }
}
