//! Content pages: written, previewed, published, found, moved, compared.

mod copy;
mod find;
mod history;
mod images;
mod pages;
mod plan;
mod redirects;
mod rights;
mod safety;
mod texts;
mod translations;
mod versions;

use crate::support::{Answer, Browser, TestApp};

/// Adds a page with a title and a text in both languages, as a draft; gives the address of its editor.
pub async fn write(who: &Browser, slug: &str, en: &str, af: &str) -> String {
    let added = who
        .post("/en/admin/pages/new", &[("title-en", en), ("title-af", af), ("slug", slug)])
        .await;
    let editor = added.location();
    let body_en = format!("Text about {en}.");
    let body_af = format!("Teks oor {af}.");
    let fields = [
        ("version", "1"),
        ("title-en", en),
        ("title-af", af),
        ("body-en", &body_en),
        ("body-af", &body_af),
    ];
    who.post(&editor, &fields).await.status(303);
    editor
}

/// Every field of the editor as it stands now.
pub async fn fields(who: &Browser, editor: &str) -> Vec<(String, String)> {
    let page = who.get(editor).await;
    let names =
        ["version", "title-en", "title-af", "summary-en", "summary-af", "body-en", "body-af"];
    names.map(|n| (n.to_owned(), page.field(n).trim_start_matches('\n').to_owned())).into()
}

/// Posts the editor's fields with some of them changed or added.
pub async fn post(who: &Browser, editor: &str, changes: &[(&str, &str)]) -> Answer {
    post_to(who, editor, "", changes).await
}

/// The same to an address below the editor's.
pub async fn post_to(who: &Browser, editor: &str, below: &str, changes: &[(&str, &str)]) -> Answer {
    let now = fields(who, editor).await;
    let mut all: Vec<(&str, &str)> = now
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .filter(|(n, _)| !changes.iter().any(|(c, _)| c == n))
        .collect();
    all.extend(changes);
    who.post(&format!("{editor}{below}"), &all).await
}

/// Publishes what stands in the editor.
pub async fn publish(who: &Browser, editor: &str) {
    let answer = post(who, editor, &[("then", "publish")]).await;
    assert!(answer.location().ends_with("done=published"), "{}", answer.location());
}

/// A started site without pages.
pub async fn site() -> TestApp {
    TestApp::start().await
}
