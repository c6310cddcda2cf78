//! Texts on their way to a translator and back: as CSV for a spreadsheet, as PO for a translation program. Each line has a
//! key, the text it is translated from, and the translation.

use std::collections::BTreeMap;

use crate::i18n::Lang;
use crate::web::form::clean;

/// Lines of one file at most.
const MOST_LINES: usize = 20_000;

/// A text with its translation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextLine {
    /// `category/water_leak/name`, `page/<id>/body`...
    pub key: String,
    /// What it is translated from.
    pub source: String,
    /// The translation; empty while there is none.
    pub target: String,
}

/// What a line of a file comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The translation is another one than now.
    Changed,
    /// It is the one that is there, or the line has none.
    Same,
    /// The text it was translated from is another one by now: nothing is taken.
    Stale,
    /// There is no such text, or no more.
    Unknown,
    /// It is longer than there is room for.
    Long,
}

impl Verdict {
    /// The word in the keys of its label.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Same => "same",
            Self::Stale => "stale",
            Self::Unknown => "unknown",
            Self::Long => "long",
        }
    }
}

/// What a line comes to, held against the texts as they are.
pub fn judge(now: &BTreeMap<String, TextLine>, line: &TextLine) -> Verdict {
    let Some(known) = now.get(&line.key) else { return Verdict::Unknown };
    match line {
        l if l.target.is_empty() || l.target == known.target => Verdict::Same,
        l if l.source != known.source => Verdict::Stale,
        l if l.target.chars().count() > room(&l.key) => Verdict::Long,
        _ => Verdict::Changed,
    }
}

/// Letters for which a text has room, as its table says.
fn room(key: &str) -> usize {
    match (key.split('/').next(), key.rsplit('/').next()) {
        (Some("category"), Some("name")) => 60,
        (Some("category"), _) => 300,
        (Some("question"), Some("label")) => 200,
        (Some("question"), Some(field)) if field.starts_with("choice-") => 80,
        (Some("reply"), Some("name")) => 80,
        (Some("reply"), _) => 900,
        (Some("menu"), _) => 40,
        (Some("notice"), _) => 240,
        (Some("question"), _) => 500,
        (_, Some("title")) => super::content::MOST_TITLE,
        (_, Some("summary")) => super::content::MOST_SUMMARY,
        _ => super::content::MOST_BODY,
    }
}

/// Marks what a spreadsheet would take for a formula; [`bare`] takes the mark away again.
fn guarded(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'', '|']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

fn bare(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| guarded(rest) == cell).unwrap_or(cell)
}

/// The lines as CSV. A mark at the beginning makes spreadsheets read the file as UTF-8.
pub fn to_csv(lines: &[TextLine], from: Lang, to: Lang) -> csv::Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    table.write_record(["key", from.code(), to.code()])?;
    for line in lines {
        table.write_record([&line.key, &guarded(&line.source), &guarded(&line.target)])?;
    }
    table.into_inner().map_err(|e| e.into_error().into())
}

/// The lines as PO.
pub fn to_po(lines: &[TextLine], to: Lang) -> String {
    let mut po = format!(
        "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Language: {to}\\n\"\n"
    );
    for line in lines {
        po.push_str(&format!(
            "\nmsgctxt {}\nmsgid {}\nmsgstr {}\n",
            quoted(&line.key),
            quoted(&line.source),
            quoted(&line.target)
        ));
    }
    po
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\t', "\\t");
    format!("\"{}\"", text.replace('\r', "").replace('\n', "\\n"))
}

/// The lines of a file of either kind; a text key when it is neither.
pub fn read_lines(bytes: &[u8], from: Lang, to: Lang) -> Result<Vec<TextLine>, &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| "cms-texts-not-utf8")?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_po = text.lines().any(|l| l.starts_with("msgid "));
    let mut lines = if is_po { read_po(text) } else { read_csv(text, from, to)? };
    if lines.is_empty() || lines.len() > MOST_LINES {
        return Err("cms-texts-not-read");
    }
    for line in &mut lines {
        line.key = line.key.trim().to_owned();
        line.source = tidy(&line.source);
        line.target = tidy(&line.target);
    }
    Ok(lines)
}

/// As forms keep texts: no control characters, no blanks around.
pub fn tidy(text: &str) -> String {
    clean(text, true)
}

fn read_csv(text: &str, from: Lang, to: Lang) -> Result<Vec<TextLine>, &'static str> {
    let head = text.lines().next().unwrap_or("");
    // Spreadsheets of some countries write semicolons.
    let delimiter = if head.contains(';') && !head.contains(',') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let columns = reader.headers().map_err(|_| "cms-texts-not-read")?.clone();
    let column = |name: &str| columns.iter().position(|c| c.trim().eq_ignore_ascii_case(name));
    let (Some(key), Some(source), Some(target)) =
        (column("key"), column(from.code()), column(to.code()))
    else {
        return Err("cms-texts-not-read");
    };
    let line = |row: csv::StringRecord| {
        let cell = |at: usize| bare(row.get(at).unwrap_or("")).to_owned();
        TextLine { key: cell(key), source: cell(source), target: cell(target) }
    };
    let rows = reader.into_records().take(MOST_LINES + 1);
    rows.map(|row| row.map(line).map_err(|_| "cms-texts-not-read")).collect()
}

fn read_po(text: &str) -> Vec<TextLine> {
    let mut lines = Vec::new();
    let mut line = TextLine::default();
    let mut part = "";
    for row in text.lines().map(str::trim).chain(["msgctxt \"\""]) {
        let (word, rest) = match row.split_once(' ') {
            Some((word @ ("msgctxt" | "msgid" | "msgstr"), rest)) => (word, rest),
            _ => ("", row),
        };
        // A line that names no part goes on with the one before.
        match word {
            "msgctxt" => {
                lines.push(std::mem::take(&mut line));
                part = word;
            }
            "" => {}
            _ => part = word,
        }
        let Some(inner) = rest.strip_prefix('"').and_then(|r| r.strip_suffix('"')) else {
            continue;
        };
        match part {
            "msgctxt" => line.key.push_str(&unquoted(inner)),
            "msgid" => line.source.push_str(&unquoted(inner)),
            "msgstr" => line.target.push_str(&unquoted(inner)),
            _ => {}
        }
    }
    lines.retain(|line| !line.key.is_empty());
    lines
}

fn unquoted(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n') => plain.push('\n'),
                Some('t') => plain.push('\t'),
                Some(other) => plain.push(other),
                None => {}
            },
            (letter, false) => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> Vec<TextLine> {
        let line = |key: &str, source: &str, target: &str| TextLine {
            key: key.into(),
            source: source.into(),
            target: target.into(),
        };
        vec![
            line("category/a/name", "=1+1", "@SUM(A1)"),
            line("category/a/help", "'quoted'", "-2 | \"x\", y; z"),
            line("page/1/body", "- one\n- two \\n \"three\"", "’n Lys\n\n+27 14 743 1111"),
            line("page/1/title", "Tab\there", ""),
            line("page/2/body", "msgid \"x\"\nmsgstr \"y\"", "<script>alert(1)</script>"),
        ]
    }

    #[test]
    fn both_kinds_of_file_come_back_as_they_went_and_start_no_formula() {
        let af = Lang::af();
        let expected: Vec<TextLine> = hostile()
            .into_iter()
            .map(|l| TextLine { source: tidy(&l.source), target: tidy(&l.target), ..l })
            .collect();
        let csv = to_csv(&hostile(), Lang::EN, af).unwrap();
        let mut cells = csv::Reader::from_reader(&csv[3..]);
        for row in cells.records() {
            let row = row.unwrap();
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '|'])), "{row:?}");
        }
        assert_eq!(read_lines(&csv, Lang::EN, af).unwrap(), expected);
        let po = to_po(&hostile(), af);
        assert_eq!(read_lines(po.as_bytes(), Lang::EN, af).unwrap(), expected);
    }

    #[test]
    fn what_a_translation_program_wraps_is_one_text() {
        let po = "# note\nmsgid \"\"\nmsgstr \"\"\n\n#: x\nmsgctxt \"page/1/body\"\nmsgid \"\"\n\"One \"\n\"two\\n\"\nmsgstr \"Een\"\n";
        let lines = read_lines(po.as_bytes(), Lang::EN, Lang::af()).unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].source.as_str(), lines[0].target.as_str()), ("One two", "Een"));
    }

    #[test]
    fn other_files_are_refused() {
        let af = Lang::af();
        for bytes in [&b"\xff\xfe"[..], b"", b"a,b\n1,2\n", b"key,en\nx,y\n", b"PK\x03\x04"] {
            assert!(read_lines(bytes, Lang::EN, af).is_err(), "{bytes:?}");
        }
        let semicolons = read_lines(b"key;en;af\na;b;c\n", Lang::EN, af).unwrap();
        assert_eq!(semicolons[0].target, "c");
    }

    #[test]
    fn a_line_is_held_against_what_is_there() {
        let line = |key: &str, source: &str, target: &str| TextLine {
            key: key.into(),
            source: source.into(),
            target: target.into(),
        };
        let now: BTreeMap<String, TextLine> =
            [("category/a/name".to_owned(), line("category/a/name", "Water", "Water"))].into();
        let says =
            |source: &str, target: &str| judge(&now, &line("category/a/name", source, target));
        assert_eq!(says("Water", "Waterlek"), Verdict::Changed);
        assert_eq!(says("Water", "Water"), Verdict::Same);
        assert_eq!(says("Water", ""), Verdict::Same);
        assert_eq!(says("Leak", "Waterlek"), Verdict::Stale);
        assert_eq!(says("Water", &"x".repeat(61)), Verdict::Long);
        assert_eq!(judge(&now, &line("category/b/name", "", "x")), Verdict::Unknown);
    }
}
