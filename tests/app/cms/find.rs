//! Pages are found: by readers with words, by programs with feeds and the map of the site. Drafts are found by nobody.

use super::{post, publish, site, write};

#[tokio::test]
async fn a_page_is_found_by_words_of_its_title_or_text_in_either_language_and_a_draft_is_not() {
    let app = site().await;
    let (editor, visitor) = (app.editor().await, app.visitor());
    let page = write(&editor, "water", "Clean water", "Skoon water").await;
    let body = "## Boil it\n\nFor **one** minute.\n\n- Use a geyser\n\nphone: Depot = 014 743 1111";
    post(&editor, &page, &[("body-en", body), ("body-af", "Kook dit môre.")]).await.status(303);
    let none = visitor.get("/en/search?q=water").await;
    none.ok().sees("No page").does_not_see("Clean water");
    publish(&editor, &page).await;
    for (q, sees) in [
        ("water", "Clean water"),
        ("WATER%20clean", "Clean water"),
        ("geyser", "Use a geyser"),
        ("one%20minute", "For one minute."),
        ("depot", "Depot: 014 743 1111"),
        ("more", "Kook dit môre."),
        ("m%C3%B4re", "Skoon water"),
    ] {
        let found = visitor.get(&format!("/en/search?q={q}")).await;
        found.ok().sees("1 page").sees(sees);
    }
    let af = visitor.get("/af/search?q=water").await;
    assert_eq!(af.attribute("main .links a", "href"), "/af/p/water");
    let other = visitor.get("/en/search?q=m%C3%B4re").await;
    assert_eq!(other.attribute("main .links a", "href"), "/af/p/water");
    assert_eq!(other.attribute("main .links a", "lang"), "af-ZA");
    // Neither the marks nor the tags of storage are words.
    for q in ["paragraph", "bold", "geyser%20kook", "secretdraft", "%25"] {
        visitor.get(&format!("/en/search?q={q}")).await.ok().sees("No page").does_not_see("Clean");
    }
    post(&editor, &page, &[("body-en", "Secretdraft words.")]).await.status(303);
    visitor.get("/en/search?q=secretdraft").await.sees("No page");
    let reports = visitor.get("/en/search?q=water").await;
    assert!(reports.text().contains("href=\"/en/incidents?q=water\""), "a way on to the reports");
    editor.post(&format!("{page}/unpublish"), &[]).await.status(303);
    visitor.get("/en/search?q=water").await.sees("No page");
}

#[tokio::test]
async fn a_section_has_a_feed_and_its_page_says_so() {
    let app = site().await;
    let (editor, visitor) = (app.editor().await, app.visitor());
    let help = write(&editor, "help", "Help", "Hulp").await;
    publish(&editor, &help).await;
    visitor.get("/en/p/help").await.does_not_see("feed (Atom)");
    let id = help.rsplit('/').next().unwrap().to_owned();
    let below = [("title-en", "Photos"), ("slug", "photos"), ("parent", id.as_str())];
    let photos = editor.post("/en/admin/pages/new", &below).await.location();
    visitor.get("/feeds/pages.atom?section=help/photos").await.status(404);
    let text = [("body-en", "Small ones."), ("summary-en", "How <large> & where")];
    post(&editor, &photos, &text).await.status(303);
    publish(&editor, &photos).await;
    let other = write(&editor, "other", "Other", "Ander").await;
    publish(&editor, &other).await;
    let page = visitor.get("/en/p/help").await;
    let feed = page.attribute("link[type='application/atom+xml']", "href");
    assert_eq!(feed, "/feeds/pages.atom?section=help&lang=en");
    let atom = visitor.get(&feed).await;
    atom.ok();
    assert_eq!(atom.header("content-type"), "application/atom+xml; charset=utf-8");
    let text = atom.text();
    assert!(text.contains("<title>Help</title>") && text.contains("/en/p/help/photos\""), "{text}");
    assert!(!text.contains("Other") && !text.contains("<large>"), "{text}");
    assert!(visitor.get("/feeds/pages.atom?lang=af").await.text().contains("Ander"));
    for bad in ["section=nothing", "section=..", "section=%00"] {
        visitor.get(&format!("/feeds/pages.atom?{bad}")).await.status(404);
    }
}

#[tokio::test]
async fn search_engines_find_every_public_page_in_each_language_it_has_and_nothing_else() {
    let app = site().await;
    let (editor, visitor) = (app.editor().await, app.visitor());
    let both = write(&editor, "water", "Water", "Water").await;
    publish(&editor, &both).await;
    write(&editor, "draft", "Draft", "Konsep").await;
    let one = editor.post("/en/admin/pages/new", &[("title-en", "One"), ("slug", "one")]).await;
    post(&editor, &one.location(), &[("body-en", "Only English.")]).await.status(303);
    publish(&editor, &one.location()).await;
    let map = visitor.get("/sitemap.xml").await;
    map.ok();
    let text = map.text();
    let has = |path: &str| text.contains(&format!("{path}</loc>"));
    assert!(has("/en/p/water") && has("/af/p/water") && has("/en/incidents") && has("/en/p/one"));
    assert!(!has("/af/p/one") && !has("/en/p/draft"), "{text}");
    assert!(text.contains("hreflang=\"af-ZA\""));
    let robots = visitor.get("/robots.txt").await;
    robots.ok();
    assert!(robots.text().contains("Disallow: /af/admin\n"));
    assert!(robots.text().contains("/sitemap.xml"));
    // The page itself names both languages, its own address, and what it is, for programs.
    let page = visitor.get("/af/p/one").await;
    assert!(page.attribute("link[rel=canonical]", "href").ends_with("/en/p/one"));
    assert_eq!(page.attribute("article", "itemtype"), "https://schema.org/WebPage");
    let page = visitor.get("/en/p/water").await;
    assert!(page.attribute("link[hreflang=af-ZA]", "href").ends_with("/af/p/water"));
}
