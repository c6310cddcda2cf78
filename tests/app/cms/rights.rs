//! Who works on what: publishing apart from writing, sections, and the eight ways in which pages leak.

use super::{fields, post, post_to, publish, site, write};
use crate::support::{Browser, TestApp};

/// Adds a page below another; gives the address of its editor.
async fn below(who: &Browser, above: &str, slug: &str, text: &str) -> String {
    let id = above.rsplit('/').next().unwrap();
    let new = [("title-en", slug), ("slug", slug), ("parent", id)];
    let added = who.post("/en/admin/pages/new", &new).await;
    let editor = added.location();
    post(who, &editor, &[("body-en", text)]).await.status(303);
    editor
}

/// An editor who is kept to one section, and the address of the page with their rights.
async fn kept_to(app: &TestApp, section: &str, publishes: &str) -> (Browser, String) {
    let editor = app.editor().await;
    let admin = app.admin().await;
    let list = admin.get("/en/admin/editors").await;
    let rights = list.attribute("tbody tr:last-child a", "href");
    let id = section.rsplit('/').next().unwrap();
    let version = admin.get(&rights).await.field("version");
    let set = [("version", version.as_str()), ("publishes", publishes), ("sections", id)];
    admin.post(&rights, &set).await.status(303);
    (editor, rights)
}

#[tokio::test]
async fn an_editor_is_kept_to_a_section_and_sees_nothing_of_the_others() {
    let app = site().await;
    let all = app.admin().await;
    let help = write(&all, "help", "Help", "Hulp").await;
    let secret = write(&all, "secret", "Secret plans", "Geheim").await;
    let secret_child = below(&all, &secret, "deep", "Deep secret.").await;
    let inside = below(&all, &help, "photos", "Small ones.").await;
    let (editor, _) = kept_to(&app, &help, "site").await;
    // Listing of restricted sections: list, search, filter, bin, choice of places, home.
    let list = editor.get("/en/admin/pages").await;
    list.ok().sees("/p/help").sees("/p/help/photos").does_not_see("secret").does_not_see("Secret");
    for listing in ["?q=secret", "?q=deep", "?only=draft", "?only=translate", "/new", "/bin"] {
        let page = editor.get(&format!("/en/admin/pages{listing}")).await;
        page.ok().does_not_see("Secret plans").does_not_see("p/secret");
    }
    all.post(&format!("{secret_child}/remove"), &[]).await.status(303);
    editor.get("/en/admin/pages/bin").await.ok().does_not_see("deep");
    editor.post(&format!("{secret_child}/restore"), &[]).await.status(404);
    all.post(&format!("{secret_child}/restore"), &[]).await.status(303);
    editor.get("/en/admin").await.ok().does_not_see("Redirects").does_not_see("Notices");
    for site_wide in ["/en/admin/redirects", "/en/admin/notices", "/en/admin/editors"] {
        editor.get(site_wide).await.status(403);
    }
    // Preview, compare, history, copy, child ids: what is not theirs is not there, whatever id they send.
    let list = all.get(&format!("{secret}/versions")).await;
    let (new, old) = (list.field("new"), list.field("old"));
    let typed = [("version", "2"), ("title-en", "X"), ("body-en", "X"), ("copy", "body-af")];
    for page in [&secret, &secret_child] {
        editor.get(page).await.status(404);
        editor.get(&format!("{page}/place")).await.status(404);
        editor.get(&format!("{page}/versions")).await.status(404);
        editor.get(&format!("{page}/compare?old={old}&new={new}")).await.status(404);
        editor.post(page, &typed).await.status(404);
        for below in ["/preview/en", "/preview/en?bare=true", "/autosave", "/here", "/revert"] {
            editor.post(&format!("{page}{below}"), &typed).await.status(404);
        }
        for act in ["/unpublish", "/remove", "/shift", "/restore"] {
            editor.post(&format!("{page}{act}"), &[("way", "up")]).await.status(404);
        }
        editor.post(&format!("{page}/place"), &[("slug", "x"), ("parent", "")]).await.status(404);
    }
    // The versions of another page under the address of their own.
    editor.get(&format!("{inside}/compare?old={old}&new={new}")).await.status(404);
    editor.post(&format!("{inside}/revert"), &[("to", &new)]).await.status(404);
    editor.get("/en/admin/history").await.status(403);
    // Their own section is theirs: write, add below, publish; but nothing moves out of it or in from outside.
    publish(&editor, &inside).await;
    let added = below(&editor, &help, "more", "More help.").await;
    publish(&editor, &added).await;
    let id = secret.rsplit('/').next().unwrap();
    for parent in ["", id] {
        let new = [("title-en", "X"), ("slug", "x"), ("parent", parent)];
        editor.post("/en/admin/pages/new", &new).await.status(422).sees("section that you work on");
        let to = [("slug", "x"), ("parent", parent)];
        editor.post(&format!("{inside}/place"), &to).await.status(422);
    }
    editor.post(&format!("{help}/shift"), &[("way", "up")]).await.status(403);
    editor.post(&format!("{inside}/shift"), &[("way", "up")]).await.status(303);
}

#[tokio::test]
async fn publishing_is_a_right_of_its_own_and_counts_from_the_next_click() {
    let app = site().await;
    let admin = app.admin().await;
    let help = write(&admin, "help", "Help", "Hulp").await;
    let (editor, rights) = kept_to(&app, &help, "no").await;
    editor.get(&help).await.ok().sees("ask for approval").does_not_see("Save and publish");
    post(&editor, &help, &[("then", "publish")]).await.status(403);
    post(&editor, &help, &[("then", "plan"), ("go_live", "2099-01-01T10:00")]).await.status(403);
    post(&editor, &help, &[("then", "ask")]).await.status(303);
    let set = [("version", "1"), ("publishes", "yes")];
    admin.post(&rights, &set).await.status(303);
    admin.post(&rights, &set).await.status(422).sees("in the meantime");
    publish(&editor, &help).await;
    editor.get("/en/admin/redirects").await.ok();
    // The settings say no; what is said of this editor counts.
    admin.post("/en/admin/settings", &[("version", "1")]).await.status(303);
    post(&editor, &help, &[("body-en", "Again."), ("then", "publish")]).await.status(303);
    let history = admin.get("/en/admin/history").await;
    history.ok().sees("publishes: yes");
    let person = rights.replace("/editors/", "/people/");
    admin.get(&person).await.ok().sees("whether they publish");
}

#[tokio::test]
async fn a_section_that_is_gone_opens_nothing() {
    let app = site().await;
    let admin = app.admin().await;
    let help = write(&admin, "help", "Help", "Hulp").await;
    write(&admin, "other", "Other", "Ander").await;
    let (editor, _) = kept_to(&app, &help, "site").await;
    admin.post(&format!("{help}/place"), &[("slug", "guide"), ("parent", "")]).await.status(303);
    editor.get("/en/admin/pages").await.sees("/p/guide").does_not_see("/p/other");
    admin.post(&format!("{help}/remove"), &[]).await.status(303);
    editor.get("/en/admin/pages").await.ok().does_not_see("/p/other").does_not_see("/p/guide");
    admin.get("/en/admin/editors").await.ok().sees("their sections are gone");
}

#[tokio::test]
async fn a_draft_is_in_no_output_and_a_known_etag_opens_nothing() {
    let app = site().await;
    let (editor, visitor, leader) = (app.editor().await, app.visitor(), app.leader().await);
    let help = write(&editor, "help", "Help", "Hulp").await;
    publish(&editor, &help).await;
    let etag = visitor.get("/en/p/help").await.header("etag").to_owned();
    assert!(!etag.is_empty());
    let hidden = below(&editor, &help, "hidden", "Canaryword in a draft.").await;
    let text = [("title-en", "Canaryword title"), ("summary-en", "Canaryword summary")];
    post(&editor, &hidden, &text).await.status(303);
    let link = "pages: help/hidden\n\nCanaryword in the draft of a public page.";
    post(&editor, &help, &[("body-en", link)]).await.status(303);
    for path in [
        "/en/",
        "/en/p/help",
        "/af/p/help",
        "/en/p/help/hidden",
        "/en/search?q=canaryword",
        "/af/search?q=hidden",
        "/sitemap.xml",
        "/feeds/pages.atom",
        "/feeds/pages.atom?section=help",
        "/feeds/pages.atom?section=help/hidden",
        "/robots.txt",
        "/api/v1/pages",
    ] {
        for who in [&visitor, &leader] {
            let seen = who.get(path).await.text().to_lowercase().replace("canaryword\"", "");
            let seen = seen.replace("q=canaryword", "");
            assert!(!seen.contains("canaryword"), "{path}");
        }
    }
    // A list that is published names the page only once that one is published too.
    publish(&editor, &help).await;
    visitor.get("/en/p/help").await.ok().does_not_see("Canaryword title");
    // Who knows the tag of a page that is public no more is told nothing, not even that it did not change.
    let knows = app.visitor().header("if-none-match", &etag);
    let stranger = app.resident().await.header("if-none-match", "*");
    editor.post(&format!("{help}/unpublish"), &[]).await.status(303);
    knows.get("/en/p/help").await.status(404);
    let draft = editor.get(&hidden).await;
    assert_eq!(draft.header("etag"), "", "editors' pages have no tag to guess");
    assert_eq!(draft.header("cache-control"), "no-store");
    stranger.get(&hidden).await.status(403);
    stranger.get(&format!("{hidden}/versions")).await.status(403);
    let typed = fields(&editor, &hidden).await;
    assert!(typed.iter().any(|(_, v)| v.contains("Canaryword")));
    post_to(&editor, &hidden, "/preview/en", &[]).await.ok().sees("Canaryword title");
}
