//! Two texts word by word.

/// Whether a run of words was in the older text only, in the newer only, or in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In both.
    Both,
    /// Taken out.
    Old,
    /// Put in.
    New,
}

/// A run of words of one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Whose.
    pub side: Side,
    /// The words with the blanks after them.
    pub text: String,
}

impl Run {
    /// Class of the run on the page.
    pub fn is(&self, side: &str) -> bool {
        side == match self.side {
            Side::Both => "both",
            Side::Old => "old",
            Side::New => "new",
        }
    }
}

/// Middle parts longer than this are shown as replaced whole: the table of a comparison grows with the product.
const MOST_WORDS: usize = 3000;

/// Compares two texts by word.
pub fn compare(old: &str, new: &str) -> Vec<Run> {
    let (a, b) = (words(old), words(new));
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(x, y)| x == y).count();
    let (mid_a, mid_b) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    let mut runs = Vec::new();
    let mut push = |side: Side, word: &str| match runs.last_mut() {
        Some(Run { side: last, text }) if *last == side => text.push_str(word),
        _ => runs.push(Run { side, text: word.to_owned() }),
    };
    a[..start].iter().for_each(|w| push(Side::Both, w));
    if mid_a.len().max(mid_b.len()) > MOST_WORDS {
        mid_a.iter().for_each(|w| push(Side::Old, w));
        mid_b.iter().for_each(|w| push(Side::New, w));
    } else {
        middle(mid_a, mid_b, &mut push);
    }
    a[a.len() - end..].iter().for_each(|w| push(Side::Both, w));
    runs
}

/// Words with the blanks after them; a line break is a word of its own.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive([' ', '\n']).collect()
}

fn middle(a: &[&str], b: &[&str], push: &mut impl FnMut(Side, &str)) {
    // Longest common part from each pair of places to the ends.
    let wide = b.len() + 1;
    let mut table = vec![0u16; (a.len() + 1) * wide];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i * wide + j] = if a[i] == b[j] {
                table[(i + 1) * wide + j + 1] + 1
            } else {
                table[(i + 1) * wide + j].max(table[i * wide + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            push(Side::Both, a[i]);
            (i, j) = (i + 1, j + 1);
        } else if j == b.len()
            || (i < a.len() && table[(i + 1) * wide + j] >= table[i * wide + j + 1])
        {
            push(Side::Old, a[i]);
            i += 1;
        } else {
            push(Side::New, b[j]);
            j += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn changed_words_are_told_apart_from_those_that_stayed() {
        let runs = compare("Boil your water today", "Boil all water today please");
        let shown: Vec<_> = runs.iter().map(|r| (r.side, r.text.as_str())).collect();
        assert_eq!(shown[..3], [(Side::Both, "Boil "), (Side::Old, "your "), (Side::New, "all ")]);
        assert!(compare("same", "same").iter().all(|r| r.side == Side::Both));
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_out_of_a_comparison(a in "[ab \n]{0,40}", b in "[ab \n]{0,40}") {
            let runs = compare(&a, &b);
            let side = |without: Side| -> String {
                runs.iter().filter(|r| r.side != without).map(|r| r.text.as_str()).collect()
            };
            prop_assert_eq!(side(Side::New), a);
            prop_assert_eq!(side(Side::Old), b);
        }
    }
}
