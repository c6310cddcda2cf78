//! The catalogue as admins edit it.

use naboom::categories;
use naboom::i18n::Lang;

use crate::support::TestApp;

const BENCH: [(&str, &str); 9] = [
    ("code", "broken_bench"),
    ("name-en", "Broken bench"),
    ("name-af", "Stukkende bank"),
    ("help-af", "’n Bank in ’n park."),
    ("icon", "other"),
    ("colour", "#374151"),
    ("priority", "low"),
    ("precision", "m100"),
    ("moderation", "after"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> =
        BENCH.iter().filter(|(name, _)| !changes.iter().any(|(n, _)| n == name)).copied().collect();
    fields.extend(changes.iter().filter(|(_, value)| *value != "-"));
    fields
}

#[tokio::test]
async fn the_seed_brings_a_town_full_of_categories_once() {
    let app = TestApp::start().await;
    let first = categories::seed(&app.app).await.unwrap();
    assert!(first >= 12, "{first}");
    assert_eq!(categories::seed(&app.app).await.unwrap(), 0);
    for lang in Lang::all() {
        for category in categories::list(&app.app.db, lang).await.unwrap() {
            assert!(
                !category.name.is_empty() && !category.help.is_empty(),
                "{} {lang}",
                category.code
            );
            for question in categories::questions(&app.app.db, lang, category.id).await.unwrap() {
                assert!(!question.label.is_empty(), "{} {}", category.code, question.code);
            }
        }
    }
    let fire = categories::find(&app.app.db, Lang::af(), "fire").await.unwrap().unwrap();
    assert!(fire.life_threatening && fire.name == "Brand");
}

#[tokio::test]
async fn an_admin_adds_renames_and_retires_a_category_and_its_code_stays() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let admin = app.admin().await;
    let added = admin.post("/af/admin/categories/new", &BENCH).await;
    assert_eq!(added.location(), "/af/admin/categories/broken_bench");
    let page = admin.follow(&added).await;
    page.ok().sees("Stukkende bank").sees("Stoor");
    let version = page.field("version");
    let renamed =
        with(&[("name-af", "Gebreekte bank"), ("version", &version), ("code", "other_code")]);
    admin.post("/af/admin/categories/broken_bench", &renamed).await.status(303);
    admin.get("/af/admin/categories").await.sees("Gebreekte bank").does_not_see("Stukkende bank");
    assert_eq!(app.count("select count(*) from category_changes where field = 'name'").await, 1);
    admin.post("/af/admin/categories/broken_bench/retire", &[("retired", "yes")]).await.status(303);
    let offered = categories::list(&app.app.db, Lang::EN).await.unwrap();
    assert!(!offered.iter().any(|c| c.code == "broken_bench"));
}

#[tokio::test]
async fn what_is_missing_is_said_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let answer = admin
        .post(
            "/en/admin/categories/new",
            &with(&[("name-af", ""), ("code", "Broken Bench"), ("colour", "red")]),
        )
        .await;
    answer.status(422).sees("Enter a name in this language").sees("Enter a colour such as #14532d");
    assert_eq!(answer.field("name-en"), "Broken bench");
    assert_eq!(answer.field("code"), "Broken Bench");
    assert!(answer.text().contains("<title>Error:"), "the title says that something is wrong");
    assert_eq!(app.count("select count(*) from categories where code ilike 'broken%'").await, 0);
}

#[tokio::test]
async fn the_second_of_two_admins_is_told_and_overwrites_nothing() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let (one, two) = (app.admin().await, app.admin().await);
    one.post("/en/admin/categories/new", &BENCH).await.status(303);
    let path = "/en/admin/categories/broken_bench";
    let version = one.get(path).await.field("version");
    one.post(path, &with(&[("name-en", "First"), ("version", &version)])).await.status(303);
    let late = two.post(path, &with(&[("name-en", "Second"), ("version", &version)])).await;
    late.status(422).sees("Somebody else saved this category");
    assert_eq!(late.field("name-en"), "Second");
    let now = categories::find(&app.app.db, Lang::EN, "broken_bench").await.unwrap().unwrap();
    assert_eq!(now.name, "First");
}

#[tokio::test]
async fn categories_move_up_and_down() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    categories::seed(&app.app).await.unwrap();
    let admin = app.admin().await;
    let order = async || -> Vec<String> {
        categories::list(&app.app.db, Lang::EN).await.unwrap().into_iter().map(|c| c.code).collect()
    };
    let before = order().await;
    let path = format!("/en/admin/categories/{}/move", before[1]);
    admin.post(&path, &[("way", "up")]).await.status(303);
    let after = order().await;
    assert_eq!((&after[0], &after[1]), (&before[1], &before[0]));
    // The first one has no place above it.
    admin.post(&path, &[("way", "up")]).await.status(303);
    assert_eq!(order().await, after);
}

#[tokio::test]
async fn a_question_is_asked_in_both_languages_until_it_is_retired() {
    let app = TestApp::start().await;
    app.jobs_may_wait();
    let admin = app.admin().await;
    admin.post("/en/admin/categories/new", &BENCH).await.status(303);
    let path = "/en/admin/categories/broken_bench/question";
    let fields = [
        ("question", "size"),
        ("kind", "choice"),
        ("choices", "s = Small = Klein\nl = Large = Groot"),
        ("label-en", "How large?"),
        ("label-af", "Hoe groot?"),
    ];
    admin.post(path, &fields).await.status(303);
    let bench = categories::find(&app.app.db, Lang::af(), "broken_bench").await.unwrap().unwrap();
    let asked = categories::questions(&app.app.db, Lang::af(), bench.id).await.unwrap();
    assert_eq!(
        (asked[0].label.as_str(), asked[0].choices[1].label.as_str()),
        ("Hoe groot?", "Groot")
    );
    admin.get(&format!("{path}?code=size")).await.ok().sees("Stop asking this question");
    let stop =
        [("question", "hurt"), ("kind", "stop"), ("label-en", "Hurt?"), ("label-af", "Seer?")];
    admin.post(path, &stop).await.status(422).sees("Enter the number to phone");
    admin.post(&format!("{path}/size/retire"), &[]).await.status(303);
    assert!(categories::questions(&app.app.db, Lang::EN, bench.id).await.unwrap().is_empty());
}
