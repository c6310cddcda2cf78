//! Earlier texts, two editors at once, saving by itself.

use http::Method;

use super::{fields, post, post_to, publish, site, write};
use crate::support::{Answer, Browser};

async fn autosave(who: &Browser, editor: &str, changes: &[(&str, &str)]) -> Answer {
    post_to(who, editor, "/autosave", changes).await
}

#[tokio::test]
async fn autosaves_of_one_person_are_one_version_and_never_public() {
    let app = site().await;
    let editor = app.editor().await;
    let page = write(&editor, "water", "Water", "Water").await;
    publish(&editor, &page).await;
    let before = app.count("select count(*) from cms_revisions").await;
    for text in ["Boil", "Boil it", "Boil it first."] {
        autosave(&editor, &page, &[("body-en", text)]).await.ok().sees("Draft saved by itself");
    }
    assert_eq!(app.count("select count(*) from cms_revisions").await, before + 1);
    assert!(fields(&editor, &page).await.contains(&("body-en".into(), "Boil it first.".into())));
    app.visitor().get("/en/p/water").await.sees("Text about Water.");
    let other = app.editor().await;
    autosave(&other, &page, &[("body-en", "Other")]).await.ok();
    assert_eq!(app.count("select count(*) from cms_revisions").await, before + 2);
    let stale = autosave(&editor, &page, &[("version", "1"), ("body-en", "Late")]).await;
    stale.status(409);
    assert!(stale.text().contains("Somebody else saved this page"));
}

#[tokio::test]
async fn two_versions_are_compared_by_word_and_going_back_makes_a_new_one() {
    let app = site().await;
    let editor = app.editor().await;
    let page = write(&editor, "water", "Water", "Water").await;
    post(&editor, &page, &[("body-en", "Text about clean Water.")]).await.status(303);
    let list = editor.get(&format!("{page}/versions")).await;
    list.ok().sees("Earlier versions");
    let (new, old) = (list.field("new"), list.field("old"));
    let compared = editor.get(&format!("{page}/compare?old={old}&new={new}")).await;
    compared.ok();
    assert_eq!(compared.all("ins.fresh")[1..], ["clean"]);
    editor.post(&format!("{page}/revert"), &[("to", &old)]).await.status(303);
    assert!(fields(&editor, &page).await.contains(&("body-en".into(), "Text about Water.".into())));
    editor.get(&format!("{page}/versions")).await.sees("Went back");
    // A version of another page is not reached through this one.
    let other = write(&editor, "fire", "Fire", "Brand").await;
    editor.get(&format!("{other}/compare?old={old}&new={new}")).await.status(404);
    editor.post(&format!("{other}/revert"), &[("to", &old)]).await.status(404);
    for (who, status) in
        [(app.leader().await, 403), (app.resident().await, 403), (app.visitor(), 303)]
    {
        who.get(&format!("{page}/versions")).await.status(status);
        who.get(&format!("{page}/compare?old={old}&new={new}")).await.status(status);
        // Conditional headers do not come before the rights.
        let headers =
            [("if-none-match", "*"), ("if-modified-since", "Tue, 24 Nov 2099 10:00:00 GMT")];
        let asked = who.send(Method::GET, &page, &headers, Default::default()).await;
        asked.status(status);
    }
}

#[tokio::test]
async fn the_second_of_two_editors_sees_both_texts_and_has_three_ways_on() {
    let app = site().await;
    let (one, two) = (app.editor().await, app.editor().await);
    let page = write(&one, "water", "Water", "Water").await;
    let mut late = fields(&two, &page).await;
    post(&one, &page, &[("body-en", "Text about hot Water.")]).await.status(303);
    late.iter_mut().find(|(n, _)| n == "body-en").unwrap().1 = "Text about cold Water.".into();
    let late: Vec<(&str, &str)> = late.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let conflict = two.post(&page, &late).await;
    conflict.status(409).sees("Somebody else saved this page").sees("Keep theirs and drop mine");
    assert_eq!(
        (conflict.all("del.old")[1].as_str(), conflict.all("ins.fresh")[1].as_str()),
        ("hot", "cold")
    );
    let version = conflict.field("version");
    let with = |choice: &'static str| -> Vec<(&str, &str)> {
        let rest = late.iter().filter(|(n, _)| *n != "version").copied();
        rest.chain([("version", version.as_str()), ("choice", choice)]).collect()
    };
    // Joining writes nothing yet: both texts are on one screen.
    let joined = two.post(&page, &with("join")).await;
    joined.ok().sees("Text about hot Water.");
    assert_eq!(joined.field("body-en").trim(), "Text about cold Water.");
    assert!(
        fields(&one, &page).await.contains(&("body-en".into(), "Text about hot Water.".into()))
    );
    two.post(&page, &with("mine")).await.status(303);
    assert!(
        fields(&one, &page).await.contains(&("body-en".into(), "Text about cold Water.".into()))
    );
}

#[tokio::test]
async fn editors_see_who_else_has_the_page_open() {
    let app = site().await;
    let (one, two) = (app.editor().await, app.editor().await);
    let page = write(&one, "water", "Water", "Water").await;
    one.post(&format!("{page}/here"), &[]).await.ok().does_not_see("Also open with");
    let told = two.post(&format!("{page}/here"), &[]).await;
    assert!(told.text().contains("Also open with"), "{}", told.text());
    one.get(&page).await.sees("Also open with");
}
