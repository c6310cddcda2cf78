//! Titles for reports that have only a text.

/// A title made of the first words has at most this many characters.
const TITLE: usize = 80;

/// A title for a report that has only a text: its first sentence, or the first words of it.
pub fn title_of(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim();
    // A sentence end after a few letters is an abbreviation.
    let end = line.match_indices(['.', '!', '?']).map(|(at, _)| at);
    let sentence = end.filter(|at| *at >= 12).find(|at| line[at + 1..].starts_with(' '));
    let line = sentence.map_or(line, |at| line[..=at].trim_end_matches('.'));
    first_words(line.trim_end_matches('.'), TITLE)
}

/// The first words of a line: whole words, at most `most` characters.
pub fn first_words(line: &str, most: usize) -> String {
    if line.chars().count() <= most {
        return line.to_owned();
    }
    let cut: String = line.chars().take(most - 1).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_sentence_or_whole_words_of_it() {
        assert_eq!(
            title_of("Groot gat in die pad. Twee motors het bande gebars."),
            "Groot gat in die pad"
        );
        assert_eq!(title_of("Mev. Botha se hek is oop"), "Mev. Botha se hek is oop");
        assert_eq!(title_of("Help!\nVuur"), "Help!");
        assert_eq!(first_words("een twee drie vier", 10), "een twee…");
        assert_eq!(first_words(&"x".repeat(100), 10), "xxxxxxxxx…");
        assert!(title_of(&"woord ".repeat(100)).chars().count() <= 80);
    }
}
