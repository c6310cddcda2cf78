//! Writing, publishing, translating, moving, throwing away.

use super::{fields, post, publish, site, write};

#[tokio::test]
async fn the_seed_brings_the_towns_pages_in_both_languages_once() {
    let app = site().await;
    let added = naboom::cms::seed(&app.app).await.unwrap();
    assert!(added >= 8, "{added}");
    assert_eq!(naboom::cms::seed(&app.app).await.unwrap(), 0);
    let visitor = app.visitor();
    let page = visitor.get("/af/p/privacy").await;
    page.ok().sees("Wat gebeur met my data").sees("Die inligtingsbeampte sal hier genoem word");
    assert!(page.attribute("link[hreflang=en-ZA]", "href").ends_with("/en/p/privacy"));
    assert!(page.header("cache-control").starts_with("public"), "readers share it");
    for path in
        ["about", "help", "emergency", "load-shedding", "accessibility", "contact", "leaders"]
    {
        for lang in ["en", "af"] {
            let page = visitor.get(&format!("/{lang}/p/{path}")).await;
            page.ok();
            assert_eq!(page.all("h1").len(), 1, "{path}");
            assert!(!page.text().contains('⟨'), "{path}");
            assert!(page.body.len() < 20_000, "{path} {lang}: {} bytes", page.body.len());
        }
    }
    let home = visitor.get("/en/").await;
    assert!(home.all(".foot-links a").contains(&"About this site".to_owned()));
    let admin = app.admin().await;
    let list = admin.get("/af/admin/pages").await;
    list.ok().sees("Wat gebeur met my data").sees("Openbaar");
}

#[tokio::test]
async fn a_draft_is_nowhere_public_until_it_is_published_and_later_saves_change_nothing_public() {
    let app = site().await;
    let (editor, visitor) = (app.editor().await, app.visitor());
    let page = write(&editor, "water", "Water", "Water in die dorp").await;
    visitor.get("/en/p/water").await.status(404);
    editor.get("/en/p/water").await.status(404);
    publish(&editor, &page).await;
    visitor.get("/en/p/water").await.ok().sees("Text about Water.");
    visitor.get("/af/p/water").await.ok().sees("Teks oor Water in die dorp.").sees("Laas bygewerk");
    let saved = post(&editor, &page, &[("body-en", "A new text that nobody may see.")]).await;
    editor.follow(&saved).await.ok().sees("The public page is unchanged").sees("newer draft");
    visitor.get("/en/p/water").await.ok().sees("Text about Water.").does_not_see("nobody may see");
    editor.post(&format!("{page}/unpublish"), &[]).await.status(303);
    visitor.get("/en/p/water").await.status(404);
}

#[tokio::test]
async fn publishing_needs_whole_languages_and_keeps_what_was_typed() {
    let app = site().await;
    let editor = app.editor().await;
    let page = write(&editor, "water", "Water", "Water").await;
    let half = post(&editor, &page, &[("body-af", ""), ("then", "publish")]).await;
    half.status(422).sees("Enter a text before you publish");
    app.visitor().get("/en/p/water").await.status(404);
    // The half text was saved as a draft all the same.
    assert!(fields(&editor, &page).await.contains(&("body-af".into(), String::new())));
    // One whole language is enough: the other readers are told.
    let one = [("body-af", ""), ("title-af", ""), ("then", "publish")];
    post(&editor, &page, &one).await.status(303);
    let af = app.visitor().get("/af/p/water").await;
    af.ok().sees("nog nie in Afrikaans beskikbaar nie").sees("Text about Water.");
    assert_eq!(af.attribute("article", "lang"), "en-ZA");
    app.visitor().get("/en/p/water").await.does_not_see("not available");
}

#[tokio::test]
async fn a_translation_is_called_stale_when_its_source_changes_until_it_is_mended_or_confirmed() {
    let app = site().await;
    let editor = app.editor().await;
    let page = write(&editor, "water", "Water", "Water").await;
    editor.get(&page).await.does_not_see("Older than the English text");
    post(&editor, &page, &[("body-en", "Boil it first.")]).await.status(303);
    editor.get(&page).await.sees("Older than the English text: Text");
    editor.get("/en/admin/pages?only=translate").await.sees("/p/water");
    post(&editor, &page, &[("fresh-af", "yes")]).await.status(303);
    editor.get(&page).await.does_not_see("Older than the English text");
    editor.get("/en/admin/pages?only=translate").await.does_not_see("/p/water");
}

#[tokio::test]
async fn a_preview_is_exactly_what_the_public_will_read_and_is_kept_by_nobody() {
    let app = site().await;
    let editor = app.editor().await;
    let page = write(&editor, "water", "Water", "Water").await;
    let typed = [
        ("version", "2"),
        ("title-en", "Water"),
        ("title-af", "Water"),
        (
            "body-en",
            "## Boil it\n\nFor **one** minute, see [help](/p/help).\n\nphone: Depot = 014 743 1111",
        ),
        ("body-af", "Kook dit."),
    ];
    let preview = editor.post(&format!("{page}/preview/en"), &typed).await;
    preview.ok().sees("For one minute");
    assert_eq!(preview.header("cache-control"), "no-store");
    assert_eq!(preview.header("x-robots-tag"), "noindex");
    assert_eq!(preview.header("etag"), "");
    app.visitor().get("/en/p/water").await.status(404);
    assert!(
        !fields(&editor, &page).await.iter().any(|(_, v)| v.contains("Boil it")),
        "nothing is saved"
    );
    let with = [&typed[..], &[("then", "publish")]].concat();
    editor.post(&page, &with).await.status(303);
    let public = app.visitor().get("/en/p/water").await;
    assert_eq!(public.text(), preview.text(), "byte for byte");
    let af = editor.post(&format!("{page}/preview/af"), &typed).await;
    assert_eq!(af.text(), app.visitor().get("/af/p/water").await.text());
    for who in [app.leader().await, app.resident().await] {
        who.post(&format!("{page}/preview/en"), &typed).await.status(403);
    }
}

#[tokio::test]
async fn the_tree_has_three_levels_and_moving_a_branch_keeps_every_old_address() {
    let app = site().await;
    let (editor, visitor) = (app.editor().await, app.visitor());
    let help = write(&editor, "help", "Help", "Hulp").await;
    publish(&editor, &help).await;
    let id = help.rsplit('/').next().unwrap().to_owned();
    let add = async |slug: &str, parent: &str| {
        let fields = [("title-en", slug), ("slug", slug), ("parent", parent)];
        editor.post("/en/admin/pages/new", &fields).await
    };
    let photos = add("photos", &id).await.location();
    let photos_id = photos.rsplit('/').next().unwrap().to_owned();
    post(&editor, &photos, &[("body-en", "Small ones."), ("then", "publish")]).await.status(303);
    let old = add("old", &photos_id).await.location();
    post(&editor, &old, &[("body-en", "Old phones."), ("then", "publish")]).await.status(303);
    let old_id = old.rsplit('/').next().unwrap().to_owned();
    add("deep", &old_id).await.status(422).sees("at most three levels");
    add("photos", &id).await.status(422).sees("Another page has this address");
    visitor.get("/en/p/help/photos/old").await.ok().sees("Old phones.");
    visitor.get("/en/p/help").await.sees("In this section").sees("photos");
    // Below itself it cannot stand.
    let below = [("slug", "help"), ("parent", photos_id.as_str())];
    editor.post(&format!("{help}/place"), &below).await.status(422).sees("below itself");
    editor.post(&format!("{help}/place"), &[("slug", "guide"), ("parent", "")]).await.status(303);
    editor.post(&format!("{help}/place"), &[("slug", "hulp"), ("parent", "")]).await.status(303);
    for (from, to) in
        [("help/photos/old", "hulp/photos/old"), ("guide/photos", "hulp/photos"), ("help", "hulp")]
    {
        let lead = visitor.get(&format!("/af/p/{from}")).await;
        lead.status(301);
        assert_eq!(
            lead.header("location"),
            format!("/af/p/{to}"),
            "one step, however often it moved"
        );
        visitor.get(&format!("/af/p/{to}")).await.ok();
    }
    // A page that takes an old address over ends the redirect.
    let new = write(&editor, "help", "New help", "Nuwe hulp").await;
    publish(&editor, &new).await;
    visitor.get("/en/p/help").await.ok().sees("Text about New help.");
}

#[tokio::test]
async fn who_may_not_publish_asks_and_an_edit_takes_the_question_back() {
    let app = site().await;
    let (admin, editor) = (app.admin().await, app.editor().await);
    // Without the tick, editors write and administrators publish.
    admin.post("/en/admin/settings", &[("version", "1")]).await.status(303);
    let page = write(&editor, "water", "Water", "Water").await;
    editor.get(&page).await.ok().sees("ask for approval").does_not_see("Save and publish");
    post(&editor, &page, &[("then", "publish")]).await.status(403);
    app.visitor().get("/en/p/water").await.status(404);
    let asked = post(&editor, &page, &[("then", "ask")]).await;
    editor.follow(&asked).await.sees("Waits for approval");
    admin.get("/en/admin/pages?only=asked").await.sees("/p/water");
    post(&editor, &page, &[("summary-en", "Edited after it was asked.")]).await.status(303);
    admin.get("/en/admin/pages?only=asked").await.does_not_see("/p/water");
    post(&editor, &page, &[("then", "ask")]).await.status(303);
    admin.get(&page).await.sees("Approve and publish");
    publish(&admin, &page).await;
    app.visitor().get("/en/p/water").await.ok();
    editor.post(&format!("{page}/unpublish"), &[]).await.status(403);
    editor.post(&format!("{page}/remove"), &[]).await.status(403);
    editor.post(&format!("{page}/place"), &[("slug", "x"), ("parent", "")]).await.status(403);
}

#[tokio::test]
async fn a_removed_page_waits_in_the_bin_and_comes_back_as_a_draft() {
    let app = site().await;
    let editor = app.editor().await;
    let page = write(&editor, "water", "Water", "Water").await;
    publish(&editor, &page).await;
    let id = page.rsplit('/').next().unwrap().to_owned();
    let child = [("title-en", "Below"), ("slug", "below"), ("parent", id.as_str())];
    let child = editor.post("/en/admin/pages/new", &child).await.location();
    editor.post(&format!("{page}/remove"), &[]).await.status(422).sees("pages below it first");
    editor.post(&format!("{child}/remove"), &[]).await.status(303);
    editor.post(&format!("{page}/remove"), &[]).await.status(303);
    app.visitor().get("/en/p/water").await.status(404);
    editor.get(&page).await.status(404);
    editor.get("/en/admin/pages/bin").await.ok().sees("Water").sees("Below");
    editor.post(&format!("{child}/restore"), &[]).await.status(422).sees("cannot come back");
    editor.post(&format!("{page}/restore"), &[]).await.status(303);
    app.visitor().get("/en/p/water").await.status(404);
    editor.get(&page).await.ok().sees("Draft");
    editor.post(&format!("{child}/restore"), &[]).await.status(303);
}

#[tokio::test]
async fn pages_in_the_menu_follow_their_address_and_wait_while_they_are_not_public() {
    let app = site().await;
    let admin = app.admin().await;
    let page = write(&admin, "water", "Water", "Water in die dorp").await;
    let id = page.rsplit('/').next().unwrap().to_owned();
    admin.post("/en/admin/menus", &[("menu", "header"), ("page", &id)]).await.status(303);
    app.visitor().get("/af/incidents").await.does_not_see("Water in die dorp");
    admin.get("/en/admin/menus").await.sees("Waits until its page is published");
    publish(&admin, &page).await;
    admin.post(&format!("{page}/place"), &[("slug", "dorp"), ("parent", "")]).await.status(303);
    let seen = app.visitor().get("/af/incidents").await;
    seen.sees("Water in die dorp");
    assert!(seen.text().contains("href=\"/af/p/dorp\""));
}

#[tokio::test]
async fn a_field_is_copied_from_its_source_without_a_script_and_a_preview_may_be_framed() {
    let app = site().await;
    let editor = app.editor().await;
    let page = write(&editor, "water", "Water", "Water").await;
    let shown = editor.get(&page).await;
    shown.ok().sees("Copy from English: Text");
    assert_eq!(shown.attribute("button[name=copy]", "value"), "title-af");
    post(&editor, &page, &[("copy", "body-af")]).await.status(303);
    assert!(fields(&editor, &page).await.contains(&("body-af".into(), "Text about Water.".into())));
    let now = fields(&editor, &page).await;
    let typed: Vec<(&str, &str)> = now.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    for (query, images) in [("", "img-src 'self'"), ("?bare=true", "img-src 'none'")] {
        let preview = editor.post(&format!("{page}/preview/af{query}"), &typed).await;
        preview.ok();
        let csp = preview.header("content-security-policy");
        assert!(csp.contains(images) && csp.contains("frame-ancestors 'self'"), "{csp}");
        assert!(csp.contains("default-src 'self'") && !csp.contains("unsafe"), "{csp}");
        assert_eq!(preview.header("x-frame-options"), "SAMEORIGIN");
    }
    // The public page itself is shown in nobody's frame.
    publish(&editor, &page).await;
    let public = app.visitor().get("/af/p/water").await;
    assert!(public.header("content-security-policy").contains("frame-ancestors 'none'"));
}

#[tokio::test]
async fn a_page_holds_a_few_lists_and_maps_at_most_and_the_editor_says_what_would_make_it_better() {
    let app = site().await;
    let editor = app.editor().await;
    let page = write(&editor, "water", "Water", "Water").await;
    let many = "incidents: status=open\n\nmap: ward_1\n\n".repeat(3);
    let refused = post(&editor, &page, &[("body-en", &many), ("then", "publish")]).await;
    refused.status(422).sees("at most 4 lists of incidents and maps");
    let text = "## Empty\n\n## Full\n\nSee [https://x.example/](https://x.example/).";
    post(&editor, &page, &[("body-en", text)]).await.status(303);
    let advice = editor.get(&page).await;
    advice.ok().sees("under every heading").sees("in place of the web address");
}
