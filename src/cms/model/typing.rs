//! How a body is typed, and how its blocks are written back for the editor. Any text reads as blocks; what is no mark stays
//! as the words it is. Reading what was written gives the same blocks.
//!
//! ```text
//! ## Heading         ### Smaller heading
//! - item             1. item
//! > good to know     >! take care     >!! danger
//! phone: Whose = 014 743 1111
//! +++ Question
//! Paragraphs.
//! +++
//! | Head | Head |
//! | cell | cell |
//! pages: about, help/photos
//! incidents: status=open category=water_leak area=ward_1
//! map: ward_1
//! image: 12          image: 12 wide = Words below it
//! officer:
//! ```

use super::content::{Block, Span, Tone, Words, is_code, is_link, is_number, is_path};

/// Reads a typed body.
pub fn read(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].is_empty() {
            at += 1;
            continue;
        }
        let (block, used) = block(&lines[at..]);
        blocks.extend(block);
        at += used;
    }
    blocks
}

/// The block that begins with the first line, and how many lines it takes.
fn block(lines: &[&str]) -> (Option<Block>, usize) {
    let first = lines[0];
    if let Some((level, text)) = heading(first) {
        return (Some(Block::Heading { level, text: text.to_owned() }), 1);
    }
    if let Some(numbered) = item(first).map(|(numbered, _)| numbered) {
        let of_list = |l: &&&str| item(l).is_some_and(|(n, _)| n == numbered);
        let items: Vec<Words> = lines
            .iter()
            .take_while(of_list)
            .filter_map(|l| item(l).map(|(_, text)| words(text)))
            .collect();
        let used = items.len();
        return (Some(Block::List { numbered, items }), used);
    }
    if let Some(tone) = callout(first).map(|(tone, _)| tone) {
        let texts: Vec<&str> = lines
            .iter()
            .map_while(|l| callout(l).filter(|(t, _)| *t == tone).map(|(_, text)| text))
            .collect();
        let used = texts.len();
        return (Some(Block::Callout { tone, words: words(&texts.join(" ")) }), used);
    }
    if phone(first).is_some() {
        let rows: Vec<_> = lines.iter().map_while(|l| phone(l)).collect();
        let used = rows.len();
        return (Some(Block::Phones { rows }), used);
    }
    if let Some(summary) = first.strip_prefix("+++ ").map(str::trim).filter(|s| !s.is_empty()) {
        let end = lines.iter().skip(1).position(|l| *l == "+++").map_or(lines.len(), |p| p + 1);
        let body = lines[1..end]
            .split(|l| l.is_empty())
            .filter(|lines| !lines.is_empty())
            .map(|lines| words(&lines.join("\n")))
            .collect();
        let summary = summary.to_owned();
        return (Some(Block::Details { summary, body }), (end + 1).min(lines.len()));
    }
    if let Some(head) = row(first) {
        let rows: Vec<_> = lines[1..].iter().map_while(|l| row(l)).collect();
        let used = 1 + rows.len();
        let wide = head.len();
        let fit = |mut row: Vec<Words>| {
            row.resize(wide, Vec::new());
            row
        };
        return (Some(Block::Table { head, rows: rows.into_iter().map(fit).collect() }), used);
    }
    if let Some(block) = named(first) {
        return (Some(block), 1);
    }
    // A paragraph goes on until a line that is empty or begins another block.
    let goes_on = |l: &&&str| !l.is_empty() && !begins(l);
    let used = 1 + lines[1..].iter().take_while(goes_on).count();
    (Some(Block::Paragraph { words: words(&lines[..used].join("\n")) }), used)
}

fn begins(line: &str) -> bool {
    heading(line).is_some()
        || item(line).is_some()
        || callout(line).is_some()
        || phone(line).is_some()
        || line.starts_with("+++ ")
        || row(line).is_some()
        || named(line).is_some()
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let three = line.strip_prefix("### ").map(|t| (3, t.trim()));
    let two = line.strip_prefix("## ").or_else(|| line.strip_prefix("# ")).map(|t| (2, t.trim()));
    three.or(two).filter(|(_, text)| !text.is_empty())
}

fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(text) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Some((false, text.trim())).filter(|(_, t)| !t.is_empty());
    }
    let (number, text) = line.split_once(". ")?;
    let counts = (1..=3).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit());
    Some((true, text.trim())).filter(|(_, t)| counts && !t.is_empty())
}

fn callout(line: &str) -> Option<(Tone, &str)> {
    let marks = [(">!! ", Tone::Danger), (">! ", Tone::Warning), ("> ", Tone::Info)];
    let found =
        marks.iter().find_map(|(mark, tone)| Some((*tone, line.strip_prefix(mark)?.trim())));
    found.filter(|(_, text)| !text.is_empty())
}

fn phone(line: &str) -> Option<(String, String)> {
    let (whose, number) = line.strip_prefix("phone: ")?.split_once('=')?;
    let (whose, number) = (whose.trim(), number.trim());
    (!whose.is_empty() && is_number(number)).then(|| (whose.to_owned(), number.to_owned()))
}

fn row(line: &str) -> Option<Vec<Words>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(|cell| words(cell.trim())).collect())
}

fn named(line: &str) -> Option<Block> {
    if let Some(list) = line.strip_prefix("pages: ") {
        let paths: Vec<String> = list.split(',').map(|p| p.trim().to_owned()).collect();
        return paths.iter().all(|p| is_path(p)).then_some(Block::Pages { paths });
    }
    if let Some(area) = line.strip_prefix("map: ").map(str::trim) {
        return is_code(area).then(|| Block::Map { area: area.to_owned() });
    }
    if let Some(rest) = line.strip_prefix("image: ") {
        return image(rest);
    }
    if line == "officer:" {
        return Some(Block::Officer);
    }
    let pairs = line.strip_prefix("incidents: ")?;
    let (mut status, mut category, mut area) = ("all", "", "");
    for pair in pairs.split_whitespace() {
        match pair.split_once('=')? {
            ("status", value) if ["all", "open", "done"].contains(&value) => status = value,
            ("category", value) if is_code(value) => category = value,
            ("area", value) if is_code(value) => area = value,
            _ => return None,
        }
    }
    Some(Block::Incidents {
        status: status.to_owned(),
        category: category.to_owned(),
        area: area.to_owned(),
    })
}

fn image(rest: &str) -> Option<Block> {
    let (head, text) = rest.split_once('=').map_or((rest, ""), |(head, text)| (head, text.trim()));
    let mut words = head.split_whitespace();
    let number = words.next()?.parse().ok().filter(|n| *n > 0)?;
    let wide = match (words.next(), words.next()) {
        (None, _) => false,
        (Some("wide"), None) => true,
        _ => return None,
    };
    Some(Block::Image { number, wide, text: text.to_owned() })
}

/// Reads `**bold**` and `[words](address)`; an address that links may not have leaves the words as typed.
pub fn words(text: &str) -> Words {
    let mut spans: Words = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let found = match c {
            '*' => bold(rest),
            '[' => link(rest),
            _ => None,
        };
        if let Some((span, used)) = found {
            if !plain.is_empty() {
                spans.push(Span::Plain { text: std::mem::take(&mut plain) });
            }
            spans.push(span);
            rest = &rest[used..];
        } else {
            plain.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    if !plain.is_empty() {
        spans.push(Span::Plain { text: plain });
    }
    spans
}

fn bold(rest: &str) -> Option<(Span, usize)> {
    let inner = rest.strip_prefix("**")?;
    let end = inner.find("**").filter(|end| *end > 0)?;
    Some((Span::Bold { text: inner[..end].to_owned() }, end + 4))
}

fn link(rest: &str) -> Option<(Span, usize)> {
    let inner = rest.strip_prefix('[')?;
    let middle = inner.find("](").filter(|m| *m > 0)?;
    let (text, after) = (&inner[..middle], &inner[middle + 2..]);
    let end = after.find(')')?;
    let to = &after[..end];
    let fits = is_link(to) && !text.contains('[');
    fits.then(|| (Span::Link { text: text.to_owned(), to: to.to_owned() }, middle + end + 4))
}

/// Writes blocks the way they are typed.
pub fn write(blocks: &[Block]) -> String {
    blocks.iter().map(write_block).collect::<Vec<_>>().join("\n\n")
}

fn write_block(block: &Block) -> String {
    let lines = |lines: Vec<String>| lines.join("\n");
    match block {
        Block::Heading { level, text } => {
            format!("{} {text}", if *level == 3 { "###" } else { "##" })
        }
        Block::Paragraph { words } => write_words(words),
        Block::List { numbered: false, items } => {
            lines(items.iter().map(|i| format!("- {}", write_words(i))).collect())
        }
        Block::List { items, .. } => {
            lines((1..).zip(items).map(|(n, i)| format!("{n}. {}", write_words(i))).collect())
        }
        Block::Callout { tone, words } => {
            let mark = match tone {
                Tone::Info => ">",
                Tone::Warning => ">!",
                Tone::Danger => ">!!",
            };
            format!("{mark} {}", write_words(words))
        }
        Block::Phones { rows } => {
            lines(rows.iter().map(|(whose, n)| format!("phone: {whose} = {n}")).collect())
        }
        Block::Details { summary, body } => {
            let body: Vec<String> = body.iter().map(|w| write_words(w)).collect();
            format!("+++ {summary}\n{}\n+++", body.join("\n\n"))
        }
        Block::Table { head, rows } => {
            let row = |cells: &Vec<Words>| {
                let cells: Vec<String> = cells.iter().map(|c| write_words(c)).collect();
                format!("| {} |", cells.join(" | "))
            };
            lines(std::iter::once(head).chain(rows).map(row).collect())
        }
        Block::Pages { paths } => format!("pages: {}", paths.join(", ")),
        Block::Incidents { status, category, area } => {
            let pairs = [("status", status), ("category", category), ("area", area)];
            let pairs = pairs.iter().filter(|(_, v)| !v.is_empty());
            let pairs: Vec<String> = pairs.map(|(n, v)| format!("{n}={v}")).collect();
            format!("incidents: {}", pairs.join(" "))
        }
        Block::Map { area } => format!("map: {area}"),
        Block::Image { number, wide, text } => {
            let wide = if *wide { " wide" } else { "" };
            let text = if text.is_empty() { String::new() } else { format!(" = {text}") };
            format!("image: {number}{wide}{text}")
        }
        Block::Officer => "officer:".to_owned(),
    }
}

fn write_words(words: &[Span]) -> String {
    let span = |s: &Span| match s {
        Span::Plain { text } => text.clone(),
        Span::Bold { text } => format!("**{text}**"),
        Span::Link { text, to } => format!("[{text}]({to})"),
    };
    words.iter().map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_block_is_typed_with_a_mark_of_its_own() {
        let text = "## Water\n\nBoil **all** water, see [help](/p/help).\nSecond line.\n\n- one\n- two\n\n1. first\n\n\
                    >!! Danger here\n\nphone: Police = 10111\nphone: Farm watch = 014 743 1111\n\n+++ Why?\nBecause.\n\n\
                    Really.\n+++\n\n| Day | Hours |\n| Monday | 8 to 16 |\n\npages: about, help/photos\n\n\
                    incidents: status=open category=water_leak\n\nmap: ward_1\n\nimage: 12\n\n\
                    image: 7 wide = The town hall";
        let blocks = read(text);
        assert_eq!(blocks.len(), 13, "{blocks:#?}");
        assert!(matches!(&blocks[1], Block::Paragraph { words } if words.len() == 5));
        assert!(matches!(&blocks[6], Block::Details { body, .. } if body.len() == 2));
        assert_eq!(write(&blocks), text);
    }

    #[test]
    fn what_is_no_mark_stays_words() {
        for text in [
            "##",
            "-5 degrees",
            "phone: Police = ask",
            "map: <b>",
            "image: x",
            "image: -1",
            "image: 1 tall",
            "pages: ../x",
            "[x](javascript:alert(1))",
            "**",
        ] {
            let blocks = read(text);
            assert!(matches!(&blocks[..], [Block::Paragraph { .. }]), "{text}: {blocks:?}");
            assert_eq!(write(&blocks), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_as_the_same_blocks(text in "[-#>!+|*\\[\\]()/a-c1=:. \n]{0,120}") {
            let blocks = read(&text);
            prop_assert_eq!(read(&write(&blocks)), blocks);
        }
    }
}
