//! What every page says about the site: settings, notices, menus, as editors change them.

use crate::support::TestApp;

const SETTINGS: [(&str, &str); 8] = [
    ("name-en", "Naboom Watch"),
    ("name-af", "Naboom Wag"),
    ("number-1", "014 743 1111"),
    ("label-1-en", "Farm watch"),
    ("label-1-af", "Plaaswag"),
    ("footer-en", "Run by volunteers."),
    ("footer-af", "Deur vrywilligers bedryf."),
    ("editors_publish", "yes"),
];

#[tokio::test]
async fn the_admin_home_leads_each_person_to_what_they_may_use() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let home = admin.get("/af/admin").await;
    home.ok().sees("Administrasie").sees("Instellings").sees("Mense").sees("Kategorieë");
    for link in home.all(".links a") {
        assert!(!link.contains('⟨'), "{link}");
    }
    let editor = app.editor().await;
    editor.get("/en/admin").await.ok().sees("Notices").does_not_see("People");
    editor.get("/en/account").await.sees("Administration");
    editor.get("/en/admin/settings").await.status(403);
    app.leader().await.get("/en/admin").await.status(403);
    app.visitor().get("/en/admin").await.status(303);
}

#[tokio::test]
async fn settings_reach_every_page_at_once_in_both_languages() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.visitor().get("/en/incidents").await.sees("Naboom").sees("10177");
    let form = admin.get("/en/admin/settings").await;
    assert_eq!(form.field("number-1"), "10111", "the country's numbers stand in the form");
    let version = form.field("version");
    let fields = [&SETTINGS[..], &[("version", version.as_str())]].concat();
    let saved = admin.post("/en/admin/settings", &fields).await;
    admin.follow(&saved).await.ok().sees("Saved");
    let page = app.visitor().get("/af/incidents").await;
    page.sees("Naboom Wag").sees("Plaaswag 014 743 1111").sees("Deur vrywilligers bedryf.");
    page.does_not_see("10177");
    assert_eq!(page.attribute(".sos a", "href"), "tel:0147431111");
    // Errors are pages of the same site.
    app.visitor().get("/en/nothing-here").await.status(404).sees("Naboom Watch");
    assert_eq!(app.count("select count(distinct act_id) from cms_changes").await, 1);
    let stale = admin.post("/en/admin/settings", &fields).await;
    stale.status(422).sees("Somebody else saved this");
    assert_eq!(stale.field("name-af"), "Naboom Wag");
    let version = stale.field("version");
    let again = [&SETTINGS[..], &[("version", version.as_str())]].concat();
    admin.post("/en/admin/settings", &again).await.status(303);
}

#[tokio::test]
async fn a_number_that_nobody_can_phone_is_refused_and_stays_in_the_form() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let answer =
        admin.post("/en/admin/settings", &[("number-1", "ring us"), ("version", "1")]).await;
    answer.status(422).sees("Enter a phone number such as 10177").sees("Enter whose number");
    assert_eq!(answer.field("number-1"), "ring us");
}

async fn add_notice(app: &TestApp, severity: &str, en: &str, ends: &str) {
    let editor = app.editor().await;
    let fields =
        [("severity", severity), ("text-en", en), ("text-af", "Kook jou water"), ("ends", ends)];
    editor.post("/en/admin/notices/new", &fields).await.status(303);
}

#[tokio::test]
async fn the_most_serious_notice_stands_over_every_page_until_it_is_put_away_or_over() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    visitor.get("/en/incidents").await.ok().does_not_see("Notice");
    add_notice(&app, "info", "Office closed on Friday", "").await;
    add_notice(&app, "danger", "Boil your water", "2099-01-01T08:00").await;
    visitor.get("/en/incidents").await.sees("Boil your water").does_not_see("Office closed");
    visitor.get("/af/incidents").await.sees("Kook jou water");
    let page = visitor.get("/en/notice").await;
    page.ok().sees("Hide this notice on this device");
    visitor.post("/en/notice", &[]).await.status(303);
    let without = visitor.get("/en/incidents").await;
    without.ok().does_not_see("Boil your water");
    assert_eq!(without.header("cache-control"), "no-store", "shared caches keep the notice");
    app.visitor().get("/en/incidents").await.sees("Boil your water");
    // Changed, it is shown again.
    let editor = app.editor().await;
    let list = editor.get("/en/admin/notices").await;
    let path = list.attribute("tbody a", "href");
    let form = editor.get(&path).await;
    let mut fields = vec![("severity", "danger"), ("text-en", "Boil all water"), ("text-af", "x")];
    let version = form.field("version");
    fields.push(("version", &version));
    editor.post(&path, &fields).await.status(303);
    visitor.get("/en/incidents").await.sees("Boil all water");
    editor.post(&path, &fields).await.status(422).sees("Somebody else saved this");
    editor.post(&format!("{path}/remove"), &[]).await.status(303);
    visitor.get("/en/incidents").await.sees("Office closed");
    app.leader().await.get("/en/admin/notices").await.status(403);
}

#[tokio::test]
async fn a_notice_needs_both_languages_and_an_end_after_its_beginning() {
    let app = TestApp::start().await;
    let editor = app.editor().await;
    let fields = [
        ("severity", "warning"),
        ("text-en", "No water <b>today</b>"),
        ("starts", "2026-11-24 18:00"),
        ("ends", "2026-11-24 17:00"),
    ];
    let answer = editor.post("/en/admin/notices/new", &fields).await;
    answer.status(422).sees("Enter the notice in this language").sees("an end after");
    assert_eq!(answer.field("text-en"), "No water <b>today</b>");
    assert_eq!(answer.field("starts"), "2026-11-24 18:00");
}

#[tokio::test]
async fn menus_gain_lose_and_reorder_lines_without_a_script() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let add = async |en: &str, af: &str, address: &str| {
        let fields = [("menu", "footer"), ("address", address), ("label-en", en), ("label-af", af)];
        admin.post("/en/admin/menus", &fields).await
    };
    add("Water news", "Waternuus", "/incidents?category=water").await.status(303);
    add("Government", "Regering", "https://www.gov.za/").await.status(303);
    add("Bad", "Sleg", "javascript:alert(1)").await.status(422).sees("Enter a path such as");
    let links = app.visitor().get("/af/incidents").await.all(".foot-links a");
    assert_eq!(links[..2], ["Waternuus", "Regering"]);
    let page = admin.get("/en/admin/menus").await;
    let action = page.attribute("tbody form", "action");
    admin.post(&action, &[("way", "down")]).await.status(303);
    let page = app.visitor().get("/en/incidents").await;
    assert_eq!(page.all(".foot-links a")[..2], ["Government", "Water news"]);
    assert_eq!(page.attribute(".foot-links a", "href"), "https://www.gov.za/");
    let remove = action.replace("/move", "/remove");
    admin.post(&remove, &[]).await.status(303);
    admin.post(&remove, &[]).await.status(404);
    app.visitor().get("/en/incidents").await.does_not_see("Water news");
}

#[tokio::test]
async fn incidents_say_where_they_stand_in_the_other_language() {
    let app = TestApp::start().await;
    let seen = app.incident().create().await;
    let hidden = app.incident().publication("pending").create().await;
    let visitor = app.visitor();
    for (path, rest) in [
        ("/en/incidents".to_owned(), "/incidents".to_owned()),
        (format!("/af/incidents/{}", seen.reference), format!("/incidents/{}", seen.reference)),
    ] {
        let page = visitor.get(&path).await;
        for (lang, code) in [("en-ZA", "en"), ("af-ZA", "af")] {
            let href = page.ok().attribute(&format!("link[hreflang={lang}]"), "href");
            assert!(href.ends_with(&format!("/{code}{rest}")), "{path}: {href}");
            assert!(href.starts_with("http"), "{href}");
        }
    }
    let staff = app.leader().await.get(&format!("/en/incidents/{}", hidden.reference)).await;
    assert!(!staff.ok().text().contains("link rel=\"alternate\" hreflang"));
}
