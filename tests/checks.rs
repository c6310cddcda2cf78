//! What the project promises about itself and needs no database to prove: who imports whom, texts in every language,
//! statements recorded for these migrations, templates by name, budgets of static files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Levels from the top; a module may use those below it, its own level only where it stands alone in it.
/// Siblings in one level never use each other.
const LEVELS: &[&[&str]] = &[
    &["check", "seed"],
    &["database"],
    &["router", "server"],
    &["worker"],
    &["privacy", "open311"],
    &["moderation", "map", "live", "cms", "authorities", "alerts", "statistics"],
    &["incidents"],
    &["categories"],
    &["media"],
    &["places"],
    &["accounts"],
    &["web"],
    &["site"],
    &["auth"],
    &["app", "local"],
    &["basemap"],
    &["mail", "files", "cache", "jobs", "feed"],
    &["events"],
    &["i18n", "ids", "error", "config"],
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with one of these endings, with its path from the root of the project.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    fn walk(at: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(at).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    found
        .into_iter()
        .filter(|p| endings.iter().any(|e| p.extension().is_some_and(|x| x == *e)))
        .map(|p| {
            let name = p.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&p).unwrap_or_default())
        })
        .collect()
}

fn level_of(module: &str) -> Option<usize> {
    LEVELS.iter().position(|level| level.contains(&module))
}

/// The feature folder or file that a source file belongs to: `src/web/page.rs` is `web`.
fn module_of(path: &str) -> String {
    let rest = path.trim_start_matches("src/");
    rest.split('/').next().unwrap_or(rest).trim_end_matches(".rs").to_owned()
}

/// The modules named by `crate::module` in code, also in `use crate::{a, b::c}`; comments do not count.
fn imports(text: &str) -> BTreeSet<String> {
    let code: String =
        text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut word = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 1 && (c.is_alphanumeric() || c == '_' || c == ':') {
                    word.push(c);
                } else if depth <= 1 && !word.is_empty() {
                    found.insert(word.split(':').next().unwrap_or("").to_owned());
                    word.clear();
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            found.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found.into_iter().filter(|m| m.chars().next().is_some_and(char::is_lowercase)).collect()
}

#[test]
fn imports_point_downward_only() {
    let mut faults = Vec::new();
    for (path, text) in files("src", &["rs"]) {
        let own = module_of(&path);
        let (Some(level), false) = (level_of(&own), matches!(own.as_str(), "main" | "lib")) else {
            assert!(
                matches!(own.as_str(), "main" | "lib"),
                "{path}: give {own} a level in tests/checks.rs"
            );
            continue;
        };
        for used in imports(&text) {
            match level_of(&used) {
                Some(other) if used != own && other <= level => {
                    faults.push(format!("{path} uses {used}"))
                }
                _ => {}
            }
        }
    }
    assert!(faults.is_empty(), "imports that point up or sideways:\n{}", faults.join("\n"));
}

#[test]
fn feature_folders_use_the_names_of_the_house() {
    const NAMES: [&str; 8] =
        ["mod", "pages", "admin", "api", "jobs", "actions", "queries", "model"];
    // Folders that are not features, and the drawn map, which is a part of its own.
    let free = ["auth", "web", "site", "local", "files", "basemap", "seed"];
    for entry in fs::read_dir(root().join("src")).unwrap().flatten().filter(|e| e.path().is_dir()) {
        let feature = entry.file_name().to_string_lossy().into_owned();
        if free.contains(&feature.as_str()) {
            continue;
        }
        for inner in fs::read_dir(entry.path()).unwrap().flatten() {
            let name = inner.file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
            let known = NAMES.contains(&name.as_str()) || (feature == "places" && name == "draw");
            assert!(known, "src/{feature}/{name} is not a file name of the house (ARCHITECTURE)");
        }
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    for (path, text) in files("src", &["rs"]) {
        assert!(
            text.starts_with("//!"),
            "{path} does not begin with a paragraph on what it is for"
        );
    }
}

#[test]
fn statements_stand_in_the_queries_of_their_feature() {
    for (path, text) in files("src", &["rs"]) {
        let parts: Vec<&str> = path.split('/').collect();
        let feature = parts.len() > 2 && !["auth", "web", "local"].contains(&parts[1]);
        let query_file = parts.iter().any(|p| p.starts_with("queries"));
        let own_records = path.ends_with("actions/history.rs");
        if feature && !query_file && !own_records {
            for mark in ["query!(", "query_as!(", "query_scalar!(", "sqlx::query("] {
                assert!(
                    !text.contains(mark),
                    "{path} holds SQL; it belongs in the feature's queries"
                );
            }
        }
    }
}

/// Texts of one language: key to (text, file).
fn texts(lang: &str) -> BTreeMap<String, (String, String)> {
    let mut found = BTreeMap::new();
    for (path, text) in files(&format!("locales/{lang}"), &["ftl"]) {
        let mut key = None::<String>;
        for line in text.lines() {
            let begins = line.chars().next().is_some_and(|c| c.is_ascii_lowercase());
            if begins && let Some((name, value)) = line.split_once('=') {
                let name = name.trim().to_owned();
                assert!(!found.contains_key(&name), "{path}: {name} is written twice");
                found.insert(name.clone(), (value.trim().to_owned(), path.clone()));
                key = Some(name);
            } else if line.starts_with(' ')
                && let Some(entry) = key.as_ref().and_then(|k| found.get_mut(k))
            {
                entry.0.push('\n');
                entry.0.push_str(line);
            } else if !line.trim().is_empty() && !line.starts_with('#') && !line.starts_with('}') {
                panic!("{path}: this line is neither a text nor a comment: {line}");
            }
        }
    }
    found
}

fn variables(text: &str) -> BTreeSet<String> {
    text.split('$')
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_variables() {
    let (en, af) = (texts("en"), texts("af"));
    let only = |a: &BTreeMap<String, _>, b: &BTreeMap<String, _>| -> Vec<String> {
        a.keys().filter(|k| !b.contains_key(*k)).cloned().collect()
    };
    assert!(only(&en, &af).is_empty(), "not in Afrikaans: {:?}", only(&en, &af));
    assert!(only(&af, &en).is_empty(), "not in English: {:?}", only(&af, &en));
    for (key, (text, file)) in &en {
        assert_eq!(variables(text), variables(&af[key].0), "{file}: variables of {key} differ");
        assert_eq!(text.contains("[one]"), af[key].0.contains("[one]"), "{file}: plural of {key}");
    }
}

#[test]
fn afrikaans_is_typed_as_the_glossary_says() {
    for (key, (text, file)) in texts("af") {
        for wrong in ["ŉ", "'n ", "‘n ", "’N "] {
            assert!(!text.contains(wrong), "{file}: {key} has {wrong:?}; type ’n");
        }
        let sign_in = key.starts_with("accounts-")
            && (text.contains("Meld aan") || text.contains("aangemeld"));
        assert!(
            !sign_in || key.contains("report"),
            "{file}: {key}: people *teken in*; incidents are *aangemeld*"
        );
    }
}

/// Every string literal of Rust code and templates that looks like a text key or the beginning of one.
fn literals() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let sources = files("src", &["rs"])
        .into_iter()
        .chain(files("templates", &["html", "txt", "atom", "xml"]));
    for (_, text) in sources {
        for piece in text.split('"') {
            let piece = piece.split('{').next().unwrap_or("");
            let shape = piece.contains('-')
                && piece
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
            if shape {
                found.insert(piece.to_owned());
            }
        }
    }
    found
}

#[test]
fn every_text_is_used() {
    let literals = literals();
    let starts: Vec<&String> = literals.iter().filter(|l| l.ends_with('-')).collect();
    let fixed = ["language-name", "language-locale"];
    let unused: Vec<String> = texts("en")
        .into_keys()
        .filter(|k| {
            !literals.contains(k)
                && !fixed.contains(&k.as_str())
                && !starts.iter().any(|s| k.starts_with(*s))
        })
        .collect();
    assert!(unused.is_empty(), "texts that nothing says: {unused:#?}");
}

#[test]
fn every_key_that_is_said_exists() {
    let keys = texts("en");
    let marks = [".t(\"", ".t1(\"", ".t2(\"", "t(lang, \"", "Conflict(\"", "BadRequest(\""];
    let sources = files("src", &["rs"])
        .into_iter()
        .chain(files("templates", &["html", "txt", "atom", "xml"]));
    let mut missing = BTreeSet::new();
    for (path, text) in sources {
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for mark in marks {
            for (at, _) in code.match_indices(mark) {
                let key: String =
                    code[at + mark.len()..].chars().take_while(|c| *c != '"').collect();
                if !key.contains('{')
                    && !key.contains("...")
                    && !key.ends_with('-')
                    && key != "…"
                    && !keys.contains_key(&key)
                {
                    missing.insert(format!("{path}: {key}"));
                }
            }
        }
        // Faults of forms: the second argument of `add`, and text keys handed on.
        for line in code.lines().filter(|l| l.contains("errors.add")) {
            if let Some(key) = line.split('\"').rfind(|p| p.contains('-') && !p.contains(' ')) {
                let dynamic = key.contains('{') || key.ends_with('-');
                if !dynamic && !keys.contains_key(key) {
                    missing.insert(format!("{path}: {key}"));
                }
            }
        }
    }
    // The head comments of component files show made-up keys.
    missing.retain(|m| {
        !m.starts_with("templates/components/")
            && !m.starts_with("templates/base.html: incidents-list-title")
    });
    assert!(missing.is_empty(), "keys without a text: {missing:#?}");
}

#[test]
fn every_value_of_every_enum_has_its_label() {
    use naboom::{auth, categories, incidents, places};
    let keys = texts("en");
    let mut need = Vec::new();
    let mut all = |start: &str, words: Vec<&'static str>| {
        need.extend(words.into_iter().map(|w| format!("{start}{w}")))
    };
    all("incidents-status-", incidents::Status::ALL.iter().map(|s| s.as_str()).collect());
    all("incidents-publication-", incidents::Publication::ALL.iter().map(|s| s.as_str()).collect());
    all("incidents-priority-", categories::Priority::ALL.iter().map(|s| s.as_str()).collect());
    all("categories-precision-", places::Precision::ALL.iter().map(|s| s.as_str()).collect());
    all("categories-moderation-", categories::Moderation::ALL.iter().map(|s| s.as_str()).collect());
    all(
        "categories-question-kind-",
        categories::QuestionKind::ALL.iter().map(|s| s.as_str()).collect(),
    );
    all("accounts-role-", auth::Role::ALL.iter().map(|s| s.as_str()).collect());
    let missing: Vec<_> = need.iter().filter(|k| !keys.contains_key(*k)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn templates_escape_what_people_typed() {
    for (path, text) in files("templates", &["html", "txt", "atom", "xml"]) {
        let plain = text.replace(' ', "");
        assert!(!plain.contains("|safe"), "{path} switches escaping off");
        assert!(!plain.contains("style=\""), "{path} has a style attribute, which the CSP blocks");
        assert!(!plain.contains("<script>"), "{path} has an inline script, which the CSP blocks");
    }
}

#[test]
fn every_table_is_made_by_the_one_component() {
    for (path, text) in files("templates", &["html"]) {
        let own = path.ends_with("components/list.html");
        assert!(own || !text.contains("<table"), "{path}: call list::table, as every listing does");
    }
}

#[test]
fn the_recorded_statements_belong_to_these_migrations() {
    use sha2::{Digest, Sha256};
    // The form of `sha256sum`, which `./dev sql` writes: digest, two blanks, file.
    let now: Vec<String> = files("migrations", &["sql"])
        .iter()
        .map(|(path, text)| {
            let digest = Sha256::digest(text.as_bytes());
            format!("{}  {path}", digest.iter().map(|b| format!("{b:02x}")).collect::<String>())
        })
        .collect();
    let recorded = fs::read_to_string(root().join(".sqlx/migrations.sha256")).unwrap_or_default();
    let recorded: Vec<&str> = recorded.lines().collect();
    assert_eq!(recorded, now, "run ./dev sql and commit .sqlx");
}

#[test]
fn static_files_stay_within_their_budgets() {
    // Brotli bytes at which UI.md says the build fails.
    let limits = [
        ("css/site.css", 10_000),
        ("js/site.js", 9_000),
        ("js/live.js", 3_000),
        ("js/staff.js", 1_500),
        ("js/htmx.js", 18_000),
        ("js/door.js", 1_500),
        ("js/map.js", 7_000),
        ("js/pin.js", 4_000),
        ("js/maplibre.js", 240_000),
        ("css/map.css", 2_000),
    ];
    let names = naboom::web::assets::names();
    for (name, limit) in limits {
        let Some(hashed) = names.get(name) else { panic!("{name} is not built: run ./dev assets") };
        let packed =
            fs::metadata(root().join("static/dist").join(format!("{hashed}.br"))).unwrap().len();
        assert!(packed <= limit, "{name}: {packed} bytes packed, at most {limit}");
    }
}
