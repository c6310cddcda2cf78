//! Categories in groups, merged categories, the preview of the report form, and the order of questions.

use naboom::categories;
use naboom::i18n::Lang;
use naboom::incidents;

use crate::support::{Browser, TestApp};

/// A whole category form.
fn form<'a>(code: &'a str, name: &'a str, parent: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("code", code),
        ("name-en", name),
        ("name-af", name),
        ("icon", "water"),
        ("colour", "#1d4ed8"),
        ("priority", "low"),
        ("precision", "m250"),
        ("moderation", "after"),
        ("accepts_outside", "yes"),
        ("parent", parent),
    ]
}

async fn add(admin: &Browser, code: &str, name: &str, parent: &str) {
    admin.post("/en/admin/categories/new", &form(code, name, parent)).await.status(303);
}

#[tokio::test]
async fn a_group_of_one_level_stands_together_in_form_and_filter() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let admin = app.admin().await;
    add(&admin, "water_all", "Waterworks", "").await;
    add(&admin, "noise_here", "Loud noise", "").await;
    add(&admin, "leak_here", "Burst pipe", "water_all").await;
    let page = app.visitor().get("/en/report").await;
    let words = page.ok().words();
    assert!(words.find("Burst pipe") < words.find("Loud noise"), "it stands with its group");
    page.sees("Waterworks");
    app.visitor().get("/af/incidents").await.ok().sees("Waterworks: Burst pipe");
    // Only one level, neither from above nor from below.
    let deeper = form("deeper", "Deeper", "leak_here");
    admin.post("/en/admin/categories/new", &deeper).await.status(422).sees("in no group itself");
    let path = "/en/admin/categories/water_all";
    let version = admin.get(path).await.field("version");
    let mut below = form("water_all", "Waterworks", "noise_here");
    below.push(("version", &version));
    admin.post(path, &below).await.status(422).sees("in no group itself");
    admin.get("/en/admin/categories/noise_here").await.sees("to 1").sees("contrast");
}

#[tokio::test]
async fn merging_moves_reports_with_history_and_the_old_code_goes_on_working() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    add(&admin, "hole", "Hole", "").await;
    add(&admin, "pit", "Pit", "").await;
    let report = app.incident().category("hole").title("A deep hole").create().await;
    let path = "/en/admin/categories/hole/merge";
    admin.get(path).await.ok().sees("What moves").sees("cannot be taken back");
    admin.post(path, &[("into", "pit")]).await.status(422).sees("Tick that you have read");
    admin.post(path, &[("into", "hole"), ("sure", "yes")]).await.status(422).sees("Choose another");
    admin.post(path, &[("into", "none"), ("sure", "yes")]).await.status(422).sees("Choose another");
    admin.post(path, &[("into", "pit"), ("sure", "yes")]).await.status(303);
    app.work().await;
    let now = incidents::replay(&app.app.db, report.id).await.unwrap().expect("history gives it");
    assert_eq!((now.category.as_str(), now.version), ("pit", 2));
    assert!(incidents::verify_history(&app.app.db).await.unwrap().is_empty());
    // Less exact than before, as the category that took it asks.
    let coarse = "select count(*) from incidents where precision_level = 'm250'";
    assert_eq!(app.count(coarse).await, 1);
    let found = categories::find(&app.app.db, Lang::EN, "hole").await.unwrap().unwrap();
    assert_eq!(found.code, "pit");
    let visitor = app.visitor();
    visitor.get("/en/incidents?category=hole").await.ok().sees("A deep hole");
    visitor.get("/en/report").await.sees("Pit").does_not_see("Hole");
    admin.get("/en/admin/categories/hole").await.ok().sees("Merged into Pit");
    admin.get("/en/admin/history?subject=category").await.sees("Merged into");
    // Twice, or back into use: neither.
    admin.post(path, &[("into", "pit"), ("sure", "yes")]).await.status(422).sees("merged already");
    let back = admin.post("/en/admin/categories/hole/retire", &[("retired", "no")]).await;
    back.status(409);
    app.resident().await.get(path).await.status(403);
}

#[tokio::test]
async fn a_second_merge_takes_the_first_one_along_and_limits_follow() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let admin = app.admin().await;
    for code in ["aa", "bb", "cc"] {
        add(&admin, code, code, "").await;
    }
    let leader = app.account(&[naboom::auth::Role::Leader]).await;
    let limit = "update account_roles set categories = array(select id from categories where code = 'aa') where role = 'leader'";
    app.as_owner(limit).await;
    let into = async |code: &str, into: &str| {
        let path = format!("/en/admin/categories/{code}/merge");
        admin.post(&path, &[("into", into), ("sure", "yes")]).await.status(303);
    };
    into("aa", "bb").await;
    into("bb", "cc").await;
    let found = categories::find(&app.app.db, Lang::EN, "aa").await.unwrap().unwrap();
    assert_eq!(found.code, "cc");
    let named = "select count(*) from account_roles r, categories c where c.code = 'cc' and r.categories = array[c.id]";
    assert_eq!(app.count(named).await, 1, "{leader}");
}

#[tokio::test]
async fn a_category_that_heads_a_group_is_not_merged() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let admin = app.admin().await;
    add(&admin, "head", "Head", "").await;
    add(&admin, "member", "Member", "head").await;
    let fields = [("into", "member"), ("sure", "yes")];
    let answer = admin.post("/en/admin/categories/head/merge", &fields).await;
    answer.status(422).sees("heads a group");
}

#[tokio::test]
async fn the_preview_shows_the_form_in_both_languages_and_sends_nothing() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let admin = app.admin().await;
    add(&admin, "bench", "Bench", "").await;
    let question = "/en/admin/categories/bench/question";
    for (code, en, af) in [("size", "How large?", "Hoe groot?"), ("when", "How old?", "Hoe oud?")] {
        let fields = [("question", code), ("kind", "text"), ("label-en", en), ("label-af", af)];
        admin.post(question, &fields).await.status(303);
    }
    let shown = admin.get("/af/admin/categories/bench/preview").await;
    shown.ok().sees("Hoe groot?").sees("niks gestuur word nie");
    assert!(shown.all("form#step[method]").is_empty(), "it has nowhere to go");
    assert!(shown.header("cache-control").contains("no-store"));
    admin.post(&format!("{question}/when/move"), &[("way", "up")]).await.status(303);
    let words = admin.get("/en/admin/categories/bench/preview").await.words();
    assert!(words.find("How old?") < words.find("How large?"));
    assert_eq!(app.count("select count(*) from report_drafts").await, 0);
    app.leader().await.get("/en/admin/categories/bench/preview").await.status(403);
    admin.post(&format!("{question}/none/move"), &[("way", "up")]).await.status(404);
}

#[tokio::test]
async fn what_may_be_the_same_is_looked_for_in_the_whole_group() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let admin = app.admin().await;
    add(&admin, "water_all", "Waterworks", "").await;
    add(&admin, "dry", "Dry taps", "water_all").await;
    add(&admin, "burst", "Burst pipe", "water_all").await;
    add(&admin, "dogs", "Dogs", "").await;
    let at = (28.7152, -24.5171);
    let make = async |category: &'static str, title: &str, publication: &'static str| {
        let new = app.incident().category(category).title(title).publication(publication);
        new.at(at.0, at.1).create().await
    };
    make("burst", "Stream down the road", "public").await;
    make("burst", "Kept back by a leader", "pending").await;
    make("dogs", "Three barking dogs", "public").await;
    let phone = app.visitor();
    phone.post("/en/report", &[("category", "dry")]).await.status(303);
    let place = [("place", ""), ("lat", "-24.5172"), ("lon", "28.7155")];
    phone.post("/en/report/where", &place).await.status(303);
    let typed = [("description", "Nothing comes out since noon.")];
    let to = phone.post_files("/en/report/details", &typed, &[]).await;
    assert_eq!(to.location(), "/en/report/nearby");
    let page = phone.follow(&to).await;
    page.ok().sees("Stream down the road").does_not_see("Kept back").does_not_see("barking");
}
